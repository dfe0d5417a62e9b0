export type Letter = { from: string; to: string[]; head: string; subject: string; text: string };
type Envelope = { mailFrom: false | { address: string }; rcptTo: { address: string }[] };

/** A letter as it came over the wire, its encoded words and body as a person reads them. */
export function readLetter(raw: string, { mailFrom, rcptTo }: Envelope): Letter {
  const at = raw.indexOf("\r\n\r\n");
  const head = raw.slice(0, at);
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const subject = lines.find((line) => /^subject:/i.test(line))?.slice(9) ?? "";
  const encoding = /^content-transfer-encoding: (\S+)/im.exec(head)?.[1] ?? "7bit";
  return {
    from: mailFrom ? mailFrom.address : "",
    to: rcptTo.map(({ address }) => address),
    head,
    subject: decodeWords(subject),
    text: decodeBody(raw.slice(at + 4), encoding),
  };
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString();
  return encoding === "quoted-printable" ? fromQuoted(body.replace(/=\r\n/g, "")) : body;
}

function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([qb])\?(.*?)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === "b" ? Buffer.from(word, "base64").toString() : fromQuoted(word.replaceAll("_", " ")),
    );
}

function fromQuoted(text: string): string {
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString();
}
