import type { ValidationSettings } from "../validation/validation-settings.ts";
import type { IntegrationSettings } from "./organization-config.ts";

/** A header's value as it is kept: readable, or sealed when its name says that it is a secret. */
export type StoredHeader = string | { readonly sealed: string; readonly hint: string };

/** An integration's settings as they are kept. Showing them opens nothing: a mask stands in for what is sealed. */
export type StoredSettings = Omit<IntegrationSettings, "headers" | "validation"> & {
  readonly headers: Readonly<Record<string, StoredHeader>>;
  readonly validation: ValidationSettings | null;
};

const MASK = "••••";
/** Four shown of twelve leave eight to guess. */
const MIN_LENGTH = 12;

/**
 * What may be shown of a secret: its last four characters, when it is long enough to keep the rest to itself. What stands
 * in front of the secret proper does not count: `Bearer ` or `session=` would make a short one look long.
 */
export function hintOf(secret: string): string {
  // The end of `Basic …` is the end of somebody's password, which people choose short.
  if (/^basic\s/i.test(secret)) return MASK;
  const proper =
    secret
      .replace(/=+$/, "")
      .split(/[\s=:;,]/)
      .at(-1) ?? "";
  return proper.length >= MIN_LENGTH ? MASK + secret.slice(-4) : MASK;
}

/** Headers as they may be shown. */
export function maskHeaders(headers: Readonly<Record<string, StoredHeader>>): Record<string, string> {
  return mapValues(headers, (value) => (typeof value === "string" ? value : value.hint));
}

/**
 * Headers as a caller sent them back. Where a value is exactly the mask that was shown for this name, the stored value
 * stays: otherwise reading an integration and saving it again would replace every secret by its own mask.
 */
export function restoreMasked(
  given: Readonly<Record<string, string>>,
  stored: Readonly<Record<string, StoredHeader>>,
): Record<string, StoredHeader> {
  const byName = new Map(Object.entries(stored).map(([name, value]) => [name.toLowerCase(), value]));
  return mapValues(given, (value, name) => {
    const known = byName.get(name.toLowerCase());
    return typeof known === "object" && known.hint === value ? known : value;
  });
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
