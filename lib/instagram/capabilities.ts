export type FileKind = "image" | "video" | "audio" | "file";

export type Capability = {
  kind: FileKind;
  /** What a file may be, told by its content, and how its name then ends. */
  formats: readonly { mimeType: string; extension: string }[];
  maxBytes: number;
  /** How many go out as one message. */
  maxAtOnce: number;
};

const MIB = 1024 * 1024;

/**
 * Every file Instagram takes (facts 3): what the screens offer, the uploads and the API check and the documents say. Plain
 * data, for browsers too.
 */
export const CAPABILITIES: readonly Capability[] = [
  {
    kind: "image",
    formats: [
      { mimeType: "image/jpeg", extension: "jpg" },
      { mimeType: "image/png", extension: "png" },
      { mimeType: "image/gif", extension: "gif" },
    ],
    maxBytes: 8 * MIB,
    maxAtOnce: 10,
  },
  {
    kind: "video",
    formats: [
      { mimeType: "video/mp4", extension: "mp4" },
      { mimeType: "video/quicktime", extension: "mov" },
      { mimeType: "video/webm", extension: "webm" },
      { mimeType: "video/ogg", extension: "ogv" },
      { mimeType: "video/x-msvideo", extension: "avi" },
    ],
    maxBytes: 25 * MIB,
    maxAtOnce: 1,
  },
  {
    kind: "audio",
    formats: [
      { mimeType: "audio/mp4", extension: "m4a" },
      { mimeType: "audio/aac", extension: "aac" },
      { mimeType: "audio/wav", extension: "wav" },
    ],
    maxBytes: 25 * MIB,
    maxAtOnce: 1,
  },
  { kind: "file", formats: [{ mimeType: "application/pdf", extension: "pdf" }], maxBytes: 25 * MIB, maxAtOnce: 1 },
];

export const MAX_IMAGES = capabilityOf("image").maxAtOnce;
export const MAX_UPLOAD_BYTES = Math.max(...CAPABILITIES.map(({ maxBytes }) => maxBytes));

export function capabilityOf(kind: FileKind): Capability {
  const found = CAPABILITIES.find((capability) => capability.kind === kind);
  if (!found) throw new Error(`There is no capability for ${kind}.`);
  return found;
}

/** What a file of this type goes out as; null where Instagram takes no such file. */
export function kindOf(mimeType: string): FileKind | null {
  return CAPABILITIES.find(({ formats }) => formats.some((format) => format.mimeType === mimeType))?.kind ?? null;
}

export function extensionOf(mimeType: string): string {
  const formats = CAPABILITIES.flatMap((capability) => capability.formats);
  return formats.find((format) => format.mimeType === mimeType)?.extension ?? "bin";
}

/** How large a file of this kind may be, in words for documents: "25 MB". */
export function sizeOf(kind: FileKind): string {
  return `${capabilityOf(kind).maxBytes / MIB} MB`;
}

/** For a file picker's `accept`: types, and extensions for systems that know no types. */
export function acceptedFiles(): string {
  return CAPABILITIES.flatMap(({ formats }) => formats.flatMap((one) => [one.mimeType, `.${one.extension}`])).join(",");
}

/** Limits beside those of files (facts 3). */
export const SEND_LIMITS = {
  quickReplies: 13,
  quickReplyTitle: 20,
  elements: 10,
  elementTitle: 80,
  buttons: 3,
  buttonText: 640,
} as const;
