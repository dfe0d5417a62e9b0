import deAccounts from "./de/accounts.json" with { type: "json" };
import deAuth from "./de/auth.json" with { type: "json" };
import deCommon from "./de/common.json" with { type: "json" };
import deDevelopers from "./de/developers.json" with { type: "json" };
import deErrors from "./de/errors.json" with { type: "json" };
import deInbox from "./de/inbox.json" with { type: "json" };
import deMembers from "./de/members.json" with { type: "json" };
import deSystem from "./de/system.json" with { type: "json" };
import enAccounts from "./en/accounts.json" with { type: "json" };
import enAuth from "./en/auth.json" with { type: "json" };
import enCommon from "./en/common.json" with { type: "json" };
import enDevelopers from "./en/developers.json" with { type: "json" };
import enErrors from "./en/errors.json" with { type: "json" };
import enInbox from "./en/inbox.json" with { type: "json" };
import enMembers from "./en/members.json" with { type: "json" };
import enSystem from "./en/system.json" with { type: "json" };
import type { Locale } from "./locales.ts";

/** One file per area, one namespace per file; the keys are those of the English ones. */
const en = {
  common: enCommon,
  inbox: enInbox,
  accounts: enAccounts,
  auth: enAuth,
  members: enMembers,
  developers: enDevelopers,
  errors: enErrors,
  system: enSystem,
};

export type Messages = typeof en;
export type Namespace = keyof Messages;

const de: Messages = {
  common: deCommon,
  inbox: deInbox,
  accounts: deAccounts,
  auth: deAuth,
  members: deMembers,
  developers: deDevelopers,
  errors: deErrors,
  system: deSystem,
};

export const CATALOGUES: Record<Locale, Messages> = { en, de };

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
