"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import { LOCALES } from "#lib/i18n/locales.ts";
import { setLocale } from "#lib/members/locale.ts";

export const chooseLocale = memberAction(z.object({ locale: z.enum(LOCALES) }), setLocale);
