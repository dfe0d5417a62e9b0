import { randomUUID } from "node:crypto";
import { readUploadLink } from "#lib/files/links.ts";
import { copyUpload } from "#lib/files/uploads.ts";
import type { RepliesInput } from "#lib/inbox/store-replies.ts";
import { SEND_LIMITS } from "#lib/instagram/capabilities.ts";
import type { OutgoingButton } from "#lib/instagram/outgoing.ts";
import { splitText } from "#lib/instagram/text.ts";
import { invalid } from "./refusal.ts";
import type { ApiKey } from "./route.ts";
import type { SendFields } from "./send-shape.ts";

type Part = RepliesInput["parts"][number];
type Content = Part extends infer One ? Omit<One & Part, "messageId"> : never;

/** The messages a send is made of, in their order: what is seen first, what is said after it. */
export async function partsOf(key: ApiKey, body: SendFields, uploadId?: string): Promise<Part[]> {
  refuseContradictions(body);
  const attachment = uploadId ? { uploadIds: [uploadId] } : await attachmentOf(key, body);
  const contents = [attachment, templateOf(body), ...textsOf(body)];
  const parts = contents.flatMap((content) => (content ? [{ ...content, messageId: randomUUID() } as Part] : []));
  if (parts.length === 0) throw invalid("Give a `message`, an `attachmentUrl` or a `template`.", "message");
  return parts;
}

function refuseContradictions({ message, quickReplies, buttons, template, splitLongText }: SendFields): void {
  const exclusive = [quickReplies && "quickReplies", buttons && "buttons", template && "template"].filter(Boolean);
  if (exclusive.length > 1)
    throw invalid(`\`${exclusive.join("` and `")}\` cannot go together.`, exclusive[1] || undefined);
  if ((quickReplies || buttons) && !message?.trim()) {
    throw invalid(`\`${exclusive[0]}\` need a \`message\` to stand under.`, "message");
  }
  if (!buttons) return;
  if (splitLongText) throw invalid("A text with buttons is not split.", "splitLongText");
  if ([...(message ?? "")].length > SEND_LIMITS.buttonText) {
    throw invalid(`A text with buttons has at most ${SEND_LIMITS.buttonText} characters.`, "message");
  }
}

/**
 * An address of ours names a file of ours, which may go out any number of times, with a fresh link for every attempt; any
 * other is Instagram's to fetch.
 */
async function attachmentOf(key: ApiKey, { attachmentUrl, attachmentType }: SendFields): Promise<Content | null> {
  if (!attachmentUrl) {
    if (attachmentType) throw invalid("There is no `attachmentUrl`.", "attachmentUrl");
    return null;
  }
  const link = readUploadLink(attachmentUrl);
  if (!link) return { outgoing: { type: attachmentType ?? "file", url: attachmentUrl } };
  const copy = await copyUpload(key, link.id);
  if (!copy) throw invalid("There is no file at this address any more. Upload it again.", "attachmentUrl");
  if (attachmentType && attachmentType !== copy.type) {
    throw invalid(`This file is of type ${copy.type}.`, "attachmentType");
  }
  return { uploadIds: [copy.id] };
}

function templateOf({ template }: SendFields): Content | null {
  if (!template) return null;
  const elements = template.elements.map(({ title, subtitle, imageUrl, buttons }) => ({
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    ...(imageUrl === undefined ? {} : { imageUrl }),
    ...(buttons ? { buttons: buttons.map(buttonOf) } : {}),
  }));
  return { outgoing: { type: "generic_template", elements } };
}

/** Quick replies hang under the last of the texts. */
function textsOf({ message, splitLongText, quickReplies, buttons }: SendFields): Content[] {
  if (message === undefined) return [];
  if (buttons) return [{ outgoing: { type: "button_template", text: message.trim(), buttons: buttons.map(buttonOf) } }];
  const texts = splitLongText ? splitText(message.trim()).filter((text) => text.trim() !== "") : [message];
  const said = texts.length > 0 ? texts : [message];
  return said.map((text, index) =>
    quickReplies && index === said.length - 1
      ? {
          outgoing: {
            type: "text",
            text,
            quickReplies: quickReplies.map(({ title, payload }) => ({ title, payload })),
          },
        }
      : { text },
  );
}

type Button = NonNullable<SendFields["buttons"]>[number];

function buttonOf({ type, title, url = "", payload = "" }: Button): OutgoingButton {
  return type === "url" ? { type: "web_url", title, url } : { type: "postback", title, payload };
}
