import { Problem } from "#domain/problem";

/** The record's version, as an entity tag (RFC 9110, section 8.8.3). */
export function etagOf({ updatedAt }: { readonly updatedAt: number }): string {
  return `"${updatedAt}"`;
}

/**
 * The version that `If-Match` names; null when the caller does not care, which `*` says too.
 * @throws Problem 412 for a tag that is not ours: it cannot match anything.
 */
export function readIfMatch(header: string | undefined): number | null {
  if (header === undefined || header.trim() === "*") return null;
  const version = /^"(\d{1,16})"$/.exec(header.trim())?.[1];
  if (version === undefined) {
    throw new Problem("precondition_failed", "If-Match takes one ETag as it was answered, quotes included.");
  }
  return Number(version);
}
