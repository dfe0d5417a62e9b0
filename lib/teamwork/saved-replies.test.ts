import "#test/database.ts";
import { beforeEach, expect, test } from "vitest";
import type { Member } from "#lib/members/member.ts";
import { makeMember } from "#test/factories.ts";
import { createSavedReply, deleteSavedReply, listSavedReplies, updateSavedReply } from "./saved-replies.ts";

let member: Member;
let stranger: Member;

beforeEach(async () => {
  member = await makeMember({ role: "agent" });
  stranger = await makeMember();
});

test("is made by any member, for all of them", async () => {
  const colleague = await makeMember({ workspaceId: member.workspaceId });
  await createSavedReply(member, { shortcut: " /hours ", text: " We open at 9.\n" });
  await createSavedReply(colleague, { shortcut: "Address", text: "Marktgasse 4" });
  expect(await listSavedReplies(colleague)).toMatchObject([
    { shortcut: "Address", text: "Marktgasse 4" },
    { shortcut: "hours", text: "We open at 9.", createdBy: { id: member.id } },
  ]);
  expect(await listSavedReplies(stranger)).toEqual([]);
});

test("a shortcut is one reply's alone, whatever its case, also when two take it at once", async () => {
  const taken = { code: "shortcut_taken" };
  await createSavedReply(member, { shortcut: "hours", text: "We open at 9." });
  await expect(createSavedReply(member, { shortcut: "HOURS", text: "Other" })).rejects.toMatchObject(taken);
  const { id } = await createSavedReply(member, { shortcut: "closing", text: "We close at 6." });
  await expect(updateSavedReply(member, { id, shortcut: "Hours", text: "x" })).rejects.toMatchObject(taken);
  await updateSavedReply(member, { id, shortcut: "Closing", text: "We close at 7." });
  const outcomes = await Promise.allSettled(
    ["new", "NEW"].map((shortcut) => createSavedReply(member, { shortcut, text: "x" })),
  );
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await createSavedReply(stranger, { shortcut: "hours", text: "Elsewhere it is free." });
});

test.each([
  ["", "text"],
  ["two words", "text"],
  ["a/b", "text"],
  ["x".repeat(41), "text"],
  ["empty", "  "],
  ["long", "x".repeat(5_001)],
])("%o with the text %o is refused", async (shortcut, text) => {
  await expect(createSavedReply(member, { shortcut, text })).rejects.toMatchObject({ code: "invalid_input" });
  expect(await listSavedReplies(member)).toEqual([]);
});

test("a stranger's is not found and stays as it is; deleting twice changes nothing", async () => {
  const { id } = await createSavedReply(member, { shortcut: "hours", text: "We open at 9." });
  await expect(updateSavedReply(stranger, { id, shortcut: "mine", text: "x" })).rejects.toMatchObject({
    code: "not_found",
  });
  await deleteSavedReply(stranger, { id });
  expect(await listSavedReplies(member)).toMatchObject([{ shortcut: "hours", text: "We open at 9." }]);
  await deleteSavedReply(member, { id });
  await deleteSavedReply(member, { id });
  expect(await listSavedReplies(member)).toEqual([]);
});
