"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import { replayAllDead, replayEvent } from "#lib/inbox/dead-letters.ts";
import { setSeenPolicy } from "#lib/inbox/seen.ts";
import { retryGivenUp } from "#lib/jobs/health.ts";
import { sendTestMail as send } from "#lib/mail/test-mail.ts";

const forAdmins = { role: "admin", refresh: true } as const;

export const chooseSeenPolicy = memberAction(
  z.object({ seenPolicy: z.enum(["on_open", "on_reply", "never"]) }),
  setSeenPolicy,
  forAdmins,
);

/** Both answer how many events are being applied again. */
export const replayDeadEvent = memberAction(
  z.object({ eventId: z.uuid() }),
  async (_member, { eventId }) => {
    await replayEvent(eventId);
    return 1;
  },
  forAdmins,
);
export const replayAllDeadEvents = memberAction(z.object({}), () => replayAllDead(), forAdmins);

/** False where it is being tried again already. */
export const retryJob = memberAction(z.object({ jobId: z.string().regex(/^\d{1,18}$/) }), retryGivenUp, forAdmins);

export const sendTestMail = memberAction(z.object({}), (member) => send(member), forAdmins);
