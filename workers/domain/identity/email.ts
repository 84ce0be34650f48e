/** RFC 5321, section 4.5.3.1.3: a path has at most 256 octets, its brackets included. */
export const MAX_EMAIL_LENGTH = 254;

const EMAIL = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:".]+(\.[^\s@<>()[\]\\,;:".]+)+$/;

/** One person, one spelling: without this, `Ann@x.com` and `ann@x.com` would be two accounts. */
export function normalizeEmail(text: string): string {
  return text.normalize("NFC").trim().toLowerCase();
}

/** Looks like an address that mail could reach. Whether it does is known only to whoever accepts the invitation. */
export function isEmail(normalized: string): boolean {
  return normalized.length <= MAX_EMAIL_LENGTH && EMAIL.test(normalized);
}
