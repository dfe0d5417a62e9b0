"use server";
import { z } from "zod";
import { checkAgain, refreshNow } from "#lib/accounts/by-hand.ts";
import { disconnectAccount } from "#lib/accounts/disconnect.ts";
import { memberAction } from "#lib/action.ts";

const chosen = z.object({ instagramAccountId: z.uuid() });
const forAdmins = { role: "admin", refresh: true } as const;

export const refreshTokenNow = memberAction(chosen, refreshNow, forAdmins);
export const checkAccountAgain = memberAction(chosen, checkAgain, forAdmins);
export const disconnect = memberAction(chosen, disconnectAccount, forAdmins);
