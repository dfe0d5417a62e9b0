import deAccounts from "./de/accounts.json" with { type: "json" };
import deAuth from "./de/auth.json" with { type: "json" };
import deCommands from "./de/commands.json" with { type: "json" };
import deCommon from "./de/common.json" with { type: "json" };
import deComposer from "./de/composer.json" with { type: "json" };
import deCustomer from "./de/customer.json" with { type: "json" };
import deDevelopers from "./de/developers.json" with { type: "json" };
import deErrors from "./de/errors.json" with { type: "json" };
import deInbox from "./de/inbox.json" with { type: "json" };
import deMail from "./de/mail.json" with { type: "json" };
import deMembers from "./de/members.json" with { type: "json" };
import dePrivacy from "./de/privacy.json" with { type: "json" };
import deSearch from "./de/search.json" with { type: "json" };
import deSending from "./de/sending.json" with { type: "json" };
import deSystem from "./de/system.json" with { type: "json" };
import deTeam from "./de/team.json" with { type: "json" };
import deViews from "./de/views.json" with { type: "json" };
import deWebhooks from "./de/webhooks.json" with { type: "json" };
import enAccounts from "./en/accounts.json" with { type: "json" };
import enAuth from "./en/auth.json" with { type: "json" };
import enCommands from "./en/commands.json" with { type: "json" };
import enCommon from "./en/common.json" with { type: "json" };
import enComposer from "./en/composer.json" with { type: "json" };
import enCustomer from "./en/customer.json" with { type: "json" };
import enDevelopers from "./en/developers.json" with { type: "json" };
import enErrors from "./en/errors.json" with { type: "json" };
import enInbox from "./en/inbox.json" with { type: "json" };
import enMail from "./en/mail.json" with { type: "json" };
import enMembers from "./en/members.json" with { type: "json" };
import enPrivacy from "./en/privacy.json" with { type: "json" };
import enSearch from "./en/search.json" with { type: "json" };
import enSending from "./en/sending.json" with { type: "json" };
import enSystem from "./en/system.json" with { type: "json" };
import enTeam from "./en/team.json" with { type: "json" };
import enViews from "./en/views.json" with { type: "json" };
import enWebhooks from "./en/webhooks.json" with { type: "json" };
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
  sending: enSending,
  views: enViews,
  composer: enComposer,
  team: enTeam,
  search: enSearch,
  customer: enCustomer,
  commands: enCommands,
  privacy: enPrivacy,
  webhooks: enWebhooks,
  mail: enMail,
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
  sending: deSending,
  views: deViews,
  composer: deComposer,
  team: deTeam,
  search: deSearch,
  customer: deCustomer,
  commands: deCommands,
  privacy: dePrivacy,
  webhooks: deWebhooks,
  mail: deMail,
};

export const CATALOGUES: Record<Locale, Messages> = { en, de };

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
