type Waiting<Item> = { item: Item; resolve: () => void; reject: (error: unknown) => void };

/**
 * Natural batching: while one write is under way the next items gather and share the following one. There is no timer, so
 * a lone item waits for nobody. A batch that fails for something in it is tried again item by item, so that nobody fails
 * for another; when the database is away that would only take longer.
 */
export function createBatcher<Item>(
  write: (items: Item[]) => Promise<void>,
  { maxItems, isWorthRetrying }: { maxItems: number; isWorthRetrying: (error: unknown) => boolean },
): (item: Item) => Promise<void> {
  const waiting: Waiting<Item>[] = [];
  let isWriting = false;

  async function drain(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) await writeBatch(waiting.splice(0, maxItems));
    isWriting = false;
  }

  async function writeBatch(batch: Waiting<Item>[]): Promise<void> {
    try {
      await write(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (!isWorthRetrying(error)) for (const { reject } of batch) reject(error);
      else for (const one of batch) await write([one.item]).then(one.resolve, one.reject);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isWriting) void drain();
    });
}
