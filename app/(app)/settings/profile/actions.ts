"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import { confirmPassword } from "#lib/auth/browser-session.ts";
import { requireSession } from "#lib/auth/session.ts";
import { nameField } from "#lib/members/name.ts";
import { savePreferences } from "#lib/members/preferences.ts";
import * as profile from "#lib/members/profile.ts";

const password = z.string().max(5_000);

export const renameMember = memberAction(z.object({ name: nameField }), profile.renameMember, { refresh: true });

export const changePassword = memberAction(
  z.object({ currentPassword: password, newPassword: password }),
  async (member, input) => {
    await confirmPassword(member, input.currentPassword);
    const { sessionId } = await requireSession();
    await profile.changePassword(member, { ...input, keepSessionId: sessionId });
  },
  { refresh: true },
);

export const saveWritingPreferences = memberAction(
  z.object({ enterSends: z.boolean().optional(), undoSeconds: z.int().optional() }),
  savePreferences,
  { refresh: true },
);

export const saveNotificationPreferences = memberAction(
  z.object({
    desktopNotifications: z.boolean().optional(),
    sounds: z.boolean().optional(),
    notifyAbout: z.enum(["mine", "all"]).optional(),
  }),
  savePreferences,
  { refresh: true },
);

export const endOwnSession = memberAction(z.object({ sessionId: z.uuid() }), profile.endOwnSession, { refresh: true });
