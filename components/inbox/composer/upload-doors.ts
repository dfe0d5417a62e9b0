import type { AppErrorCode } from "#lib/errors.ts";
import type { UploadShown } from "../types.ts";

type Refusal = AppErrorCode | "offline" | "aborted";
type Watch = { tell: (progress: number) => void; signal: AbortSignal };

/** The doors for files: XMLHttpRequest tells how far a body is on its way, which `fetch` does not. */
export const uploadDoors = {
  post: (file: File, { tell, signal }: Watch) =>
    new Promise<UploadShown | Refusal>((resolve) => {
      const request = new XMLHttpRequest();
      signal.addEventListener("abort", () => request.abort());
      request.upload.onprogress = ({ loaded, total }) => tell(total > 0 ? loaded / total : 0);
      request.onload = () => resolve(readAnswer(request));
      request.onerror = () => resolve("offline");
      request.onabort = () => resolve("aborted");
      request.open("POST", `/api/inbox/uploads?name=${encodeURIComponent(file.name.slice(-200))}`);
      request.setRequestHeader("content-type", file.type || "application/octet-stream");
      request.send(file);
    }),
  remove: (uploadId: string) => fetch(`/api/inbox/uploads/${uploadId}`, { method: "DELETE" }),
};

function readAnswer({ status, responseText }: XMLHttpRequest): UploadShown | Refusal {
  try {
    const answer = JSON.parse(responseText) as UploadShown & { error?: AppErrorCode };
    return status < 300 ? answer : (answer.error ?? "unavailable");
  } catch {
    return "unavailable";
  }
}
