import type { Permission } from "#domain/access/permissions";
import { Problem } from "#domain/problem";

/**
 * Nobody hands on what they do not hold.
 * @throws Problem 403 that names what is missing. `sentence` ends where the names follow.
 */
export function refuseMissing(missing: readonly Permission[], sentence: string): void {
  if (missing.length > 0) throw new Problem("forbidden", `${sentence}: ${missing.join(", ")}.`);
}
