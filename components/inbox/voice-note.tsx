"use client";
import { Pause, Play } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { watchDead } from "./watch-dead.ts";

const SPEEDS = [1, 1.5, 2];

type VoiceNoteProps = { src: string; label: string; onDead: () => void };

/** A sound with a place in it and a speed; one plays at a time. */
export function VoiceNote({ src, label, onDead }: VoiceNoteProps) {
  const t = useTranslations("inbox.media");
  const player = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const [speed, setSpeed] = useState(1);
  const toggle = () => {
    const { current } = player;
    if (!current) return;
    if (!current.paused) return current.pause();
    pauseOthers(current);
    void current.play().catch(() => undefined);
  };
  const changeSpeed = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
    setSpeed(next);
    if (player.current) player.current.playbackRate = next;
  };
  const Icon = isPlaying ? Pause : Play;
  return (
    <fieldset aria-label={label} className="flex w-66 max-w-full min-w-0 items-center gap-2.5 py-0.5">
      {/* biome-ignore lint/a11y/useMediaCaption: voice notes come without captions. */}
      <audio
        ref={(element) => {
          player.current = element;
          watchDead(onDead)(element);
          // A sound from the cache may have told its length before the page came to life.
          if (element && element.readyState > 0) setLength(lengthOf(element));
        }}
        src={src}
        preload="metadata"
        onLoadedMetadata={({ currentTarget }) => setLength(lengthOf(currentTarget))}
        onDurationChange={({ currentTarget }) => setLength(lengthOf(currentTarget))}
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onError={onDead}
      />
      <button
        type="button"
        onClick={toggle}
        aria-label={t(isPlaying ? "pause" : "play")}
        title={t(isPlaying ? "pause" : "play")}
        className="flex size-9 shrink-0 items-center justify-center rounded-full bg-primary text-primary-foreground hover:bg-primary-hover max-md:size-11"
      >
        <Icon aria-hidden className="size-4.5 fill-current" />
      </button>
      <input
        type="range"
        min={0}
        max={length || 1}
        step={0.1}
        value={Math.min(at, length || 1)}
        aria-label={t("position")}
        aria-valuetext={`${clock(at)} / ${clock(length)}`}
        onChange={({ target }) => {
          setAt(target.valueAsNumber);
          if (player.current) player.current.currentTime = target.valueAsNumber;
        }}
        className="h-6 min-w-0 flex-1 accent-primary"
      />
      <span aria-hidden className="shrink-0 text-xs opacity-80 tabular-nums">
        {clock(isPlaying || at > 0 ? at : length)}
      </span>
      <button
        type="button"
        onClick={changeSpeed}
        aria-label={t("speed", { speed })}
        title={t("speed", { speed })}
        className="flex h-6 min-w-9 shrink-0 items-center justify-center rounded-full bg-foreground/8 px-1.5 text-xs font-medium tabular-nums hover:bg-foreground/14 max-md:h-9 max-md:min-w-11"
      >
        {speed}×
      </button>
    </fieldset>
  );
}

/** Sounds without an end, as some recorders make them, have none to show. */
function lengthOf({ duration }: HTMLAudioElement): number {
  return Number.isFinite(duration) ? duration : 0;
}

function pauseOthers(own: HTMLAudioElement): void {
  for (const other of document.querySelectorAll<HTMLMediaElement>("audio, video")) if (other !== own) other.pause();
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
