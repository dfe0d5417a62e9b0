import { Fragment } from "react";
import { findBlanks } from "./variables.ts";

/** A text in which what is still to be filled in stands out. */
export function FilledText({ text }: { text: string }) {
  const blanks = findBlanks(text);
  const ends = [0, ...blanks.map(({ end }) => end)];
  return (
    <>
      {ends.map((end, index) => {
        const blank = blanks[index];
        return (
          <Fragment key={end}>
            {text.slice(end, blank?.start)}
            {blank && <mark className="rounded-sm bg-warning-soft px-0.5 text-warning-text">{blank.text}</mark>}
          </Fragment>
        );
      })}
    </>
  );
}
