import { Buffer } from "node:buffer";
import { Problem } from "#domain/problem";

const VERSION = "1:";

/** Where the next page begins, as a text that callers only hand back. Versioned, so that its content may change. */
export function encodeCursor(key: string | null): string | null {
  return key === null ? null : Buffer.from(VERSION + key).toString("base64url");
}

/** @throws Problem 400 for a text that is not ours. */
export function decodeCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const text = Buffer.from(cursor, "base64url").toString();
  // Decoding skips what it does not know; encoding again shows whether anything was skipped.
  if (!text.startsWith(VERSION) || Buffer.from(text).toString("base64url") !== cursor) {
    throw new Problem(
      "invalid_cursor",
      "Pass nextCursor back as it was answered, or leave cursor out for the first page.",
    );
  }
  return text.slice(VERSION.length);
}
