import { Problem } from "#domain/problem";

/** The record's version, as an entity tag (RFC 9110, section 8.8.3). */
export function etagOf({ updatedAt }: { readonly updatedAt: number }): string {
  return `"${updatedAt}"`;
}

/** One entity tag or several (RFC 9110, section 13.1.1). */
const ENTITY_TAGS = /^(W\/)?"[^"\s]*"(\s*,\s*(W\/)?"[^"\s]*")*$/;

/**
 * The version that `If-Match` names; null when the caller does not care, which `*` says too.
 * @throws Problem 400 for what is no entity tag, 412 for a tag that is not ours: it cannot match anything.
 */
export function readIfMatch(header: string | undefined): number | null {
  if (header === undefined || header.trim() === "*") return null;
  if (!ENTITY_TAGS.test(header.trim())) {
    throw new Problem("malformed_request", "If-Match is malformed; see errors.", [
      {
        parameter: "if-match",
        message: 'Send one ETag as it was answered, quotes included: "1767225600000".',
      },
    ]);
  }
  const version = /^"(\d{1,16})"$/.exec(header.trim())?.[1];
  if (version === undefined) {
    throw new Problem("precondition_failed", "If-Match takes one ETag as it was answered, quotes included.");
  }
  return Number(version);
}
