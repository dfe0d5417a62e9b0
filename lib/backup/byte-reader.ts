/** Reads a stream by lines and by numbers of bytes, in turn; nothing but what was asked for is kept. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next line with its line feed; null where none ends any more. Other separators, such as U+2028, are what people wrote. */
  async line(): Promise<Buffer | null> {
    let end = this.#rest.indexOf(10);
    while (end < 0) {
      const known = this.#rest.length;
      if (!(await this.#more())) return null;
      end = this.#rest.indexOf(10, known);
    }
    return this.#take(end + 1);
  }

  /** So many bytes; null where there are fewer. */
  async bytes(count: number): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    for (let missing = count; missing > 0; ) {
      if (this.#rest.length === 0 && !(await this.#more())) return null;
      const part = this.#take(Math.min(missing, this.#rest.length));
      parts.push(part);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }

  /** Reads what is left, so that the stream's own check of its end is made. */
  async isAtEnd(): Promise<boolean> {
    return this.#rest.length === 0 && !(await this.#more());
  }

  #take(count: number): Buffer {
    const taken = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return taken;
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#source.next();
    if (done) return false;
    this.#rest = Buffer.concat([this.#rest, value]);
    return true;
  }
}
