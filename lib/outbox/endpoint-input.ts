import { z } from "zod";
import { EVENT_NAMES, SILENT_EVENTS } from "#lib/emit/events.ts";

/** What an endpoint is made of, for all doors. */

const noNul = (text: string) => !text.includes("\u0000");

export const nameInput = z.string().trim().min(1).max(50).refine(noNul, "The character NUL cannot be used.");
export const urlInput = z.string().trim().min(1).max(2000).refine(noNul, "The character NUL cannot be used.");

/** Any string: who leaves another service keeps the secret the consumer knows. */
export const secretInput = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, "A secret has visible ASCII characters only.");

export const eventsInput = z
  .array(
    z.enum(
      [...EVENT_NAMES, ...SILENT_EVENTS],
      "This event does not exist here: Antwort tells of Instagram messages and accounts.",
    ),
  )
  .min(1)
  .transform((events) => [...new Set(events)]);

export type AskedEvent = z.input<typeof eventsInput>[number];

export const GROUPS = [
  "publishing",
  "engagement",
  "messages",
  "contacts",
  "analytics",
  "ads",
  "telephony",
  "accounts",
  "billing",
  "webhooks",
] as const;

export const groupsInput = z.array(z.enum(GROUPS)).transform((groups) => [...new Set(groups)]);

/** Ours, and those that HTTP itself lives by. */
const RESERVED =
  /^(content-.*|host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|proxy-.*|accept-encoding|webhook-.*|x-zernio-.*)$/i;

export const headersInput = z
  .record(
    z
      .string()
      .max(100)
      .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "This is no name of a header.")
      .refine((name) => !RESERVED.test(name), "This header is set by Antwort itself."),
    z
      .string()
      .max(1000)
      .regex(/^[\x20-\x7e]*$/, "A header's value has visible ASCII characters only."),
  )
  .refine((headers) => Object.keys(headers).length <= 20, "An endpoint has at most 20 headers.");

export { EVENT_NAMES };
