import { z } from "zod";
import { disconnectAccount } from "#lib/accounts/disconnect.ts";
import { requireAccount } from "#lib/accounts/queries.ts";
import { NotFoundError } from "#lib/errors.ts";
import { refreshContact } from "#lib/inbox/contacts.ts";
import { findConversationOf } from "./conversation-rows.ts";
import { idField } from "./fields.ts";
import { apiRoute } from "./route.ts";

const tag = "Accounts";

export const deleteAccount = apiRoute({
  method: "DELETE",
  address: "/v1/accounts/{accountId}",
  operationId: "deleteAccount",
  summary: "Disconnect an account; its messages stay, and connecting it again brings it back",
  tag,
  path: z.object({ accountId: idField }),
  result: z.object({ message: z.string() }),
  async run({ key, path: { accountId } }) {
    await requireAccount(key, accountId);
    await disconnectAccount(key, { instagramAccountId: accountId });
    return { message: "The account is disconnected." };
  },
});

export const getFollowStatus = apiRoute({
  method: "GET",
  address: "/v1/accounts/{accountId}/follow-status/{userId}",
  operationId: "getInstagramFollowStatus",
  summary: "Whether a customer follows the account, as Instagram last told; `refresh=true` asks again",
  tag,
  path: z.object({ accountId: idField, userId: z.string().regex(/^\d{1,40}$/) }),
  query: z.object({ refresh: z.enum(["true", "false"]).optional() }),
  result: z.object({
    userId: z.string(),
    accountId: z.uuid(),
    isFollower: z.boolean().nullable(),
    isFollowedByAccount: z.boolean().nullable(),
    followerCount: z.int().nullable(),
    isVerified: z.boolean().nullable(),
    username: z.string().nullable(),
    name: z.string().nullable(),
  }),
  async run({ key, path: { accountId, userId }, query: { refresh } }) {
    await requireAccount(key, accountId);
    const find = () => findConversationOf(key, accountId, { participantId: userId });
    const known = await find();
    if (!known) throw new NotFoundError("This customer");
    if (refresh === "true") await refreshContact(known.contact.id);
    const { contact } = (refresh === "true" ? await find() : known) ?? known;
    return {
      userId,
      accountId,
      isFollower: contact.followsBusiness,
      isFollowedByAccount: contact.followedByBusiness,
      followerCount: contact.followerCount,
      isVerified: contact.isVerified,
      username: contact.username,
      name: contact.name,
    };
  },
});
