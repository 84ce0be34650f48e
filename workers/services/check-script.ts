import { Problem, type ProblemDetail } from "#domain/problem";
import type { Cage } from "#domain/sandbox/cage";

/** What a tenant's script must define. */
const TRANSFORM = "transform";

/**
 * What is wrong with a script, before there is anything to transform. Its top level is run, and its organization pays for it.
 * @throws Problem 429 when the organization has to wait before its scripts are looked at
 */
export async function checkScript(
  cage: Cage,
  source: string,
  orgId: string,
): Promise<readonly ProblemDetail[]> {
  const check = await cage.checkScript(source, TRANSFORM, orgId);
  if (check.ok) return [];
  if (check.retryAfterMs !== undefined)
    throw new Problem("rate_limited", check.message, [], check.retryAfterMs);
  const line = check.line === null ? "" : `Line ${check.line}: `;
  return [{ pointer: "/source", message: line + check.message }];
}
