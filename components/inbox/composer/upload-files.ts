import type { AppErrorCode } from "#lib/errors.ts";
import { capabilityOf, kindOf } from "#lib/instagram/capabilities.ts";
import type { UploadShown } from "../types.ts";
import { uploadDoors } from "./upload-doors.ts";
import { setUploading, type UploadingFile } from "./uploading.ts";
import { draftBoxOf } from "./use-draft.ts";

let count = 0;
const running = new Map<string, AbortController>();
/** The picture as this browser has it already, by upload: nothing is loaded back to be shown. */
const previews = new Map<string, string>();

/** Uploads files into a conversation's draft, each by itself; one that cannot be sent says why and harms no other. */
export function uploadFiles(memberId: string, conversationId: string, files: Iterable<File>): void {
  const added = [...files].map((file) => ({ file, shown: startingFile(file) }));
  setUploading(conversationId, (known) => [...known, ...added.map(({ shown }) => shown)]);
  for (const { file, shown } of added) if (!shown.error) void upload(memberId, conversationId, file, shown);
}

/** Takes a file away that is on its way, or one that failed. */
export function stopUpload(conversationId: string, key: string): void {
  running.get(key)?.abort();
  running.delete(key);
  setUploading(conversationId, (files) => {
    const gone = files.find((file) => file.key === key);
    if (gone?.previewUrl) URL.revokeObjectURL(gone.previewUrl);
    return files.filter((file) => file !== gone);
  });
}

/** Takes an uploaded file out of the draft, and away from the server. */
export function removeUpload(memberId: string, conversationId: string, uploadId: string): void {
  const box = draftBoxOf(memberId);
  const uploads = box.get(conversationId).content.uploads.filter(({ id }) => id !== uploadId);
  box.change(conversationId, { uploads });
  // Whatever stays behind is swept away after a day.
  void uploadDoors.remove(uploadId).catch(() => undefined);
}

export function previewOf({ id, type }: UploadShown): string | null {
  if (type !== "image" && type !== "video") return null;
  return previews.get(id) ?? `/api/inbox/uploads/${id}`;
}

function startingFile(file: File): UploadingFile {
  const kind = kindOf(file.type.split(";")[0] ?? "");
  return {
    key: `file-${++count}`,
    name: file.name,
    kind,
    sizeBytes: file.size,
    previewUrl: kind === "image" || kind === "video" ? URL.createObjectURL(file) : null,
    progress: 0,
    error: faultOf(file, kind),
  };
}

/** A type the browser does not know is left to the server, which looks into the file. */
function faultOf(file: File, kind: UploadingFile["kind"]): AppErrorCode | null {
  if (file.size === 0) return "file_unreadable";
  if (!kind) return file.type ? "file_type_unsupported" : null;
  return file.size > capabilityOf(kind).maxBytes ? "file_too_large" : null;
}

async function upload(memberId: string, conversationId: string, file: File, shown: UploadingFile): Promise<void> {
  const { key } = shown;
  const tell = (change: Partial<UploadingFile>) =>
    setUploading(conversationId, (files) => files.map((one) => (one.key === key ? { ...one, ...change } : one)));
  const stop = new AbortController();
  running.set(key, stop);
  const result = await uploadDoors.post(file, { tell: (progress) => tell({ progress }), signal: stop.signal });
  running.delete(key);
  if (result === "aborted") return;
  if (typeof result === "string") return tell({ error: result });
  if (shown.previewUrl) previews.set(result.id, shown.previewUrl);
  const box = draftBoxOf(memberId);
  box.change(conversationId, { uploads: [...box.get(conversationId).content.uploads, result] });
  setUploading(conversationId, (files) => files.filter((one) => one.key !== key));
}
