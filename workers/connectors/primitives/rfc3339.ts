import { type Checked, ok, reject } from "./checked.ts";

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** A signed timestamp as RFC 3339, to epoch milliseconds. Date.parse alone takes much that is none, and local times. */
export function parseRfc3339(text: string): Checked<number> {
  const milliseconds = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    return reject("malformed_timestamp", "The signed timestamp is not RFC 3339.");
  }
  return ok(milliseconds);
}

const NO_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?$/;
const ZONE_WITHOUT_COLON = /([+-]\d{2})(\d{2})$/;

/** For `describe`: what providers write as a time, as RFC 3339. A time without a zone is UTC at all who write such. */
export function occurredAt(text: string | null): string | null {
  if (text === null) return null;
  const written = NO_ZONE.test(text) ? `${text}Z` : text.replace(ZONE_WITHOUT_COLON, "$1:$2");
  return parseRfc3339(written).kind === "ok" ? written : null;
}
