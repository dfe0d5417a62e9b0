import { z } from "zod";
import { disconnectAccount } from "#lib/accounts/disconnect.ts";
import { listAccounts, requireAccount } from "#lib/accounts/queries.ts";
import { NotFoundError } from "#lib/errors.ts";
import { refreshContact } from "#lib/inbox/contacts.ts";
import { findConversationOf } from "./conversation-rows.ts";
import { idField } from "./fields.ts";
import { invalid } from "./refusal.ts";
import { apiRoute } from "./route.ts";

const tag = "Accounts";

const path = z.object({ accountId: idField });

export const updateAccount = apiRoute({
  method: "PUT",
  address: "/v1/accounts/{accountId}",
  operationId: "updateAccount",
  summary: "Names are Instagram's own: the same ones are accepted, others refused",
  tag,
  path,
  body: z.object({ username: z.string().max(100).optional(), displayName: z.string().max(200).optional() }),
  result: z.object({ message: z.string(), username: z.string(), displayName: z.string() }),
  async run({ key, path: { accountId }, body }) {
    const account = (await listAccounts(key)).find(({ id }) => id === accountId);
    if (!account) throw new NotFoundError("This account");
    const { username } = account;
    const displayName = account.name ?? username;
    const isSame = (body.username ?? username) === username && (body.displayName ?? displayName) === displayName;
    if (!isSame) throw invalid("Instagram tells an account's names; change them there.", "username");
    return { message: "Nothing had to be changed.", username, displayName };
  },
});

export const moveAccount = apiRoute({
  method: "PATCH",
  address: "/v1/accounts/{accountId}",
  operationId: "moveAccountToProfile",
  summary: "The workspace is the one profile there is, so an account is there already",
  tag,
  path,
  body: z.object({ profileId: z.string().max(100) }),
  result: z.object({ message: z.string(), profileId: z.uuid() }),
  async run({ key, path: { accountId }, body: { profileId } }) {
    await requireAccount(key, accountId);
    if (profileId !== key.workspaceId) throw new NotFoundError("The profile");
    return { message: "The account is there already.", profileId };
  },
});

export const deleteAccount = apiRoute({
  method: "DELETE",
  address: "/v1/accounts/{accountId}",
  operationId: "deleteAccount",
  summary: "Disconnect an account; its messages stay, and connecting it again brings it back",
  tag,
  path,
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
