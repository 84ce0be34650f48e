import { Buffer } from "node:buffer";
import { Problem } from "#domain/problem";

const VERSION = "2:";

/**
 * Where the next page of an organization's list begins, as a text that callers only hand back. Versioned, so that its
 * content may change. It names the organization it was made for: a cursor that came to another one by mistake would
 * otherwise begin somewhere in the middle there, and what lies before would look as if it did not exist.
 */
export function encodeCursor(orgId: string, key: string | null): string | null {
  return key === null ? null : Buffer.from(`${VERSION}${orgId}:${key}`).toString("base64url");
}

/** @throws Problem 400 for a text that is not ours, or that was made for another organization. */
export function decodeCursor(orgId: string, cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const text = Buffer.from(cursor, "base64url").toString();
  // Decoding skips what it does not know; encoding again shows whether anything was skipped.
  if (!text.startsWith(VERSION) || Buffer.from(text).toString("base64url") !== cursor) {
    throw new Problem(
      "invalid_cursor",
      "Pass nextCursor back as it was answered, or leave cursor out for the first page.",
    );
  }
  const own = `${VERSION}${orgId}:`;
  if (!text.startsWith(own)) {
    throw new Problem(
      "invalid_cursor",
      "This cursor was made for another organization. Leave cursor out for the first page.",
    );
  }
  return text.slice(own.length);
}
