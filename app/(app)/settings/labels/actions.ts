"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import * as labels from "#lib/inbox/labels.ts";

const labelId = z.uuid();
const label = z.object({
  name: z.string().trim().min(1).max(labels.MAX_LABEL_NAME),
  color: z.enum(labels.LABEL_COLORS),
});

export const createLabel = memberAction(label, labels.createLabel, { refresh: true });
export const updateLabel = memberAction(label.extend({ labelId }), labels.updateLabel, { refresh: true });
export const deleteLabel = memberAction(z.object({ labelId }), labels.deleteLabel, { refresh: true });
