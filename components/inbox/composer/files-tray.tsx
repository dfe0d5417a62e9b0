"use client";
import { FileText, Film, Image, Music, X } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#lib/cn.ts";
import type { UploadShown } from "../types.ts";
import { previewOf, removeUpload, stopUpload } from "./upload-files.ts";
import type { UploadingFile } from "./uploading.ts";

type FilesTrayProps = {
  memberId: string;
  conversationId: string;
  uploads: UploadShown[];
  uploading: UploadingFile[];
};

const ICONS = { image: Image, video: Film, audio: Music, file: FileText };

/** What goes out with the reply, what is still on its way, and what cannot go and why. */
export default function FilesTray({ memberId, conversationId, uploads, uploading }: FilesTrayProps) {
  const t = useTranslations("composer");
  const tReach = useTranslations("errors.failure.media_out_of_reach");
  return (
    <ul aria-label={t("files")} className="flex max-h-44 flex-wrap gap-2 overflow-y-auto p-2 pb-1">
      {uploads.some(({ warning }) => warning) && (
        <li className="w-full rounded-lg bg-warning-soft px-3 py-2 text-sm text-pretty text-warning-text">
          {tReach("sentence")} {tReach("remedy")}
        </li>
      )}
      {uploads.map((upload) => (
        <FileItem
          key={upload.id}
          name={upload.name ?? t("fileUnnamed")}
          kind={upload.type}
          sizeBytes={upload.sizeBytes}
          previewUrl={previewOf(upload)}
          remove={() => removeUpload(memberId, conversationId, upload.id)}
        />
      ))}
      {uploading.map((file) => (
        <FileItem {...file} key={file.key} remove={() => stopUpload(conversationId, file.key)} />
      ))}
    </ul>
  );
}

type FileItemProps = Pick<UploadingFile, "name" | "kind" | "sizeBytes" | "previewUrl"> &
  Partial<Pick<UploadingFile, "progress" | "error">> & { remove: () => void };

function FileItem({ name, kind, sizeBytes, previewUrl, progress, error, remove }: FileItemProps) {
  const t = useTranslations("composer");
  const tErrors = useTranslations("errors");
  const isOnItsWay = progress !== undefined && !error;
  return (
    <li
      className={cn(
        "relative flex w-full min-w-0 items-center gap-2.5 rounded-lg border bg-card p-1.5 pr-10 text-sm sm:w-64",
        error && "border-destructive-text/40 bg-destructive-soft text-destructive-text",
      )}
    >
      <Picture kind={kind} previewUrl={error ? null : previewUrl} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" title={name}>
          <bdi>{name}</bdi>
        </p>
        {error ? (
          <p role="alert" className="text-xs text-pretty">
            {tErrors(error)}
          </p>
        ) : (
          <p className="text-xs text-muted-foreground tabular-nums">
            <SizeWords bytes={sizeBytes} />
            {isOnItsWay && ` · ${t("uploaded", { percent: Math.round(progress * 100) })}`}
          </p>
        )}
        {isOnItsWay && (
          <progress
            aria-label={t("uploading", { name })}
            value={progress}
            max={1}
            className="mt-1 block h-1 w-full appearance-none overflow-hidden rounded-full bg-muted [&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-muted [&::-webkit-progress-value]:bg-primary"
          />
        )}
      </div>
      <Button
        variant="ghost"
        size="icon-sm"
        className="absolute top-1 right-1 text-current"
        onClick={remove}
        aria-label={t("removeFile", { name })}
        title={t("removeFile", { name })}
      >
        <X />
      </Button>
    </li>
  );
}

function Picture({ kind, previewUrl }: Pick<UploadingFile, "kind" | "previewUrl">) {
  const Icon = ICONS[kind ?? "file"];
  const look = "size-11 shrink-0 rounded-md bg-muted object-cover";
  if (previewUrl && kind === "image") return <img src={previewUrl} alt="" className={look} />;
  if (previewUrl && kind === "video") return <video src={previewUrl} muted preload="metadata" className={look} />;
  return (
    <span className={cn(look, "flex items-center justify-center text-muted-foreground")}>
      <Icon aria-hidden className="size-5" />
    </span>
  );
}

function SizeWords({ bytes }: { bytes: number }) {
  const format = useFormatter();
  const isSmall = bytes < 1_000_000;
  const value = isSmall ? Math.max(1, Math.round(bytes / 1_000)) : bytes / 1_000_000;
  return format.number(value, {
    style: "unit",
    unit: isSmall ? "kilobyte" : "megabyte",
    unitDisplay: "short",
    maximumFractionDigits: isSmall ? 0 : 1,
  });
}
