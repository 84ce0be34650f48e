import { canonicalJson } from "./canonical-json.ts";
import { redact } from "./redact.ts";

/** Longer than any resource of ours but a template or schema near the limit of a request. UTF-16 units. */
const MAX_LENGTH = 262_144;
const SHOWN_LENGTH = 4_096;

/** A noted resource as the log keeps it: redacted, canonical, and never so large that a row could not be written. */
export function takeSnapshot(resource: unknown): string | null {
  if (resource === undefined || resource === null) return null;
  const text = canonicalJson(redact(resource));
  if (text.length <= MAX_LENGTH) return text;
  // Cutting between the halves of a character would leave a text that UTF-8 cannot carry.
  return canonicalJson({ tooLarge: text.length, beginning: text.slice(0, SHOWN_LENGTH).toWellFormed() });
}
