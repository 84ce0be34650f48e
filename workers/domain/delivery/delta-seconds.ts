/** Longer than any wait that is meant; RFC 9111, section 1.2.2 names it as what an overflow reads as. */
const MOST_SECONDS = 2 ** 31;

/** A whole number of seconds, digits only, as HTTP writes them; null for anything else. */
export function parseDeltaSeconds(text: string): number | null {
  // An absurdly long number still means "very long": as malformed it would bring an early retry.
  return /^\d+$/.test(text) ? Math.min(Number(text), MOST_SECONDS) : null;
}
