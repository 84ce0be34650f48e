import { account } from "./en/account.ts";
import { alerts } from "./en/alerts.ts";
import { apiKeys } from "./en/api-keys.ts";
import { audit } from "./en/audit.ts";
import { circuits } from "./en/circuits.ts";
import { credentials } from "./en/credentials.ts";
import { deadLetters } from "./en/dead-letters.ts";
import { deliveries } from "./en/deliveries.ts";
import { editors } from "./en/editors.ts";
import { eventTypes } from "./en/event-types.ts";
import { fields } from "./en/fields.ts";
import { integrations } from "./en/integrations.ts";
import { jobs } from "./en/jobs.ts";
import { lanes } from "./en/lanes.ts";
import { lookupTables } from "./en/lookup-tables.ts";
import { members } from "./en/members.ts";
import { overview } from "./en/overview.ts";
import { proxy } from "./en/proxy.ts";
import { proxyCalls } from "./en/proxy-calls.ts";
import { roles } from "./en/roles.ts";
import { settings } from "./en/settings.ts";
import { shell } from "./en/shell.ts";
import { signIn } from "./en/sign-in.ts";
import { sources } from "./en/sources.ts";
import { status } from "./en/status.ts";

/** Everything that the dashboard says, by feature. A translation is another object of this shape. */
const en = {
  account,
  alerts,
  apiKeys,
  audit,
  circuits,
  credentials,
  deadLetters,
  deliveries,
  editors,
  eventTypes,
  fields,
  integrations,
  jobs,
  lanes,
  lookupTables,
  members,
  overview,
  proxy,
  proxyCalls,
  roles,
  settings,
  shell,
  signIn,
  sources,
  status,
};

export type Text = typeof en;

export const text: Text = en;
