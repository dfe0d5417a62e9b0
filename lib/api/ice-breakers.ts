import { z } from "zod";
import {
  MAX_ICE_BREAKERS,
  MAX_QUESTION_LENGTH,
  readIceBreakers,
  writeIceBreakers,
} from "#lib/accounts/ice-breakers.ts";
import { doneShape, idField, textField } from "./fields.ts";
import { apiRoute } from "./route.ts";

const tag = "Accounts";
const address = "/v1/accounts/{accountId}/instagram-ice-breakers";
const path = z.object({ accountId: idField });
const iceBreaker = z.object({
  question: textField(MAX_QUESTION_LENGTH).min(1),
  payload: textField(1_000).min(1),
});

export const listIceBreakers = apiRoute({
  method: "GET",
  address,
  operationId: "getInstagramIceBreakers",
  summary: "The questions Instagram offers a customer who writes for the first time",
  tag,
  path,
  result: z.object({ data: z.array(z.object({ question: z.string(), payload: z.string() })) }),
  run: async ({ key, path: { accountId } }) => ({ data: await readIceBreakers(key, accountId) }),
});

export const setIceBreakers = apiRoute({
  method: "PUT",
  address,
  operationId: "setInstagramIceBreakers",
  summary: "Replace them; four at most",
  tag,
  path,
  body: z.object({ ice_breakers: z.array(iceBreaker).min(1).max(MAX_ICE_BREAKERS) }),
  result: doneShape,
  async run({ key, path: { accountId }, body }) {
    await writeIceBreakers(key, accountId, body.ice_breakers);
    return { success: true };
  },
});

export const deleteIceBreakers = apiRoute({
  method: "DELETE",
  address,
  operationId: "deleteInstagramIceBreakers",
  summary: "Take them away",
  tag,
  path,
  result: doneShape,
  async run({ key, path: { accountId } }) {
    await writeIceBreakers(key, accountId, []);
    return { success: true };
  },
});
