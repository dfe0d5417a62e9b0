import "#test/database.ts";
import { expect, test } from "vitest";
import { makeMember } from "#test/factories.ts";
import { getPreferences, savePreferences } from "./preferences.ts";

test("a member who chose nothing has the defaults", async () => {
  const member = await makeMember();
  expect(await getPreferences(member)).toEqual({
    enterSends: true,
    undoSeconds: 5,
    desktopNotifications: false,
    sounds: false,
    notifyAbout: "mine",
  });
});

test("a choice changes what it names, for this member alone", async () => {
  const member = await makeMember();
  const colleague = await makeMember({ workspaceId: member.workspaceId });
  await savePreferences(member, { undoSeconds: 0 });
  await savePreferences(member, { enterSends: false });
  await savePreferences(member, { enterSends: false });
  expect(await getPreferences(member)).toMatchObject({ enterSends: false, undoSeconds: 0, sounds: false });
  expect(await getPreferences(colleague)).toMatchObject({ enterSends: true, undoSeconds: 5 });
});

test("a span that is none of the choices is refused and changes nothing", async () => {
  const member = await makeMember();
  await expect(savePreferences(member, { undoSeconds: 7 })).rejects.toMatchObject({ code: "invalid_input" });
  expect((await getPreferences(member)).undoSeconds).toBe(5);
});
