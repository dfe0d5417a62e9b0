import { z } from "zod";
import type { EventState } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";
import { type ListedEvent, listEvents, replayAllDead, replayEvent } from "#lib/inbox/dead-letters.ts";
import { type Command, readOptions } from "./command.ts";

const STATES = ["dead", "pending", "waiting", "ignored", "applied"] as const satisfies EventState[];
const filter = z.object({ state: z.enum(STATES, `must be one of ${STATES.join(", ")}.`).default("dead") });

/** `events list --state dead` prints one event a line: id, kind, state, reason, attempts, account and when it came. */
const list: Command = async (args) => {
  const events = await listEvents(readOptions(args, filter).state);
  return events.map(line).join("\n");
};

/** `events replay ID` applies one dead event again, `events replay --all-dead` all of them; the worker does the work. */
const replay: Command = async ([target, ...rest]) => {
  if (!target || rest.length > 0) throw new AppError("invalid_input", "Say which: an event's id, or --all-dead.");
  if (target === "--all-dead") return `${await replayAllDead()} queued again`;
  if (!z.uuid().safeParse(target).success) throw new AppError("invalid_input", `${target} is not an event's id.`);
  await replayEvent(target);
  return "1 queued again";
};

export const commands = { list, replay };

function line({ id, kind, state, reason, attempts, igId, receivedAt }: ListedEvent): string {
  return [
    id,
    kind,
    state,
    reason ?? "-",
    `attempts=${attempts}`,
    `account=${igId || "-"}`,
    receivedAt.toISOString(),
  ].join("\t");
}
