import type { Segment } from "#lib/search/mark.ts";

/** Words with what was found in them marked: text, whatever it contains. */
export function Marked({ segments }: { segments: Segment[] }) {
  let at = 0;
  return segments.map(({ text, isHit }) => {
    const key = at;
    at += text.length;
    if (!isHit) return <span key={key}>{text}</span>;
    return (
      <mark key={key} className="rounded-xs bg-hit text-foreground">
        {text}
      </mark>
    );
  });
}
