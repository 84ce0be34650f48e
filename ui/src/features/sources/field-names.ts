import { text } from "~/text/index.ts";
import type { Connector } from "./source-queries.ts";

const words = text.sources.settings;

const NAMES: Readonly<Record<string, string>> = {
  name: text.sources.form.name,
  enabled: words.enabled,
  isUnverified: words.verification,
  tolerance: words.tolerance,
  mapping: text.sources.mapping.mode,
  headers: words.headers,
  labels: words.labels,
  windowMs: words.deduplicate,
  hasResponse: words.custom,
  status: words.status,
  responseHeaders: words.responseHeaders,
  responseBody: words.responseBody,
};

/** What people call a field of the settings. */
export function fieldName(field: string, { fields }: Pick<Connector, "fields">): string {
  const own = fields.find(({ name }) => `settings/${name}` === field);
  return own?.label ?? NAMES[field] ?? field;
}
