import type { Answer, Request } from "./ask.ts";
import type { Expectation } from "./cells.ts";
import type { Operation } from "./operations.ts";
import { SUCCEEDS_WITH } from "./samples.ts";
import type { Home, World } from "./world.ts";

/** What is wrong with an answer, as sentences that say what to do about it. */
export function judge(operation: Operation, expectation: Expectation, { status, text }: Answer): string[] {
  const { operationId } = operation;
  const got = `It answered ${status}: ${text.slice(0, 300)}`;
  if (status >= 500) return [`The gateway failed. ${got}`];
  switch (expectation.kind) {
    case "refused": {
      const code = problemCode(text);
      const same = status === expectation.status && code === expectation.code;
      return same ? [] : [`Expected ${expectation.status} ${expectation.code}. ${got}`];
    }
    case "answered":
      return expectation.statuses.includes(status)
        ? []
        : [`Expected ${expectation.statuses.join(" or ")}. ${got}`];
    case "done": {
      const statuses = SUCCEEDS_WITH[operationId]?.statuses;
      if (statuses?.includes(status) || (status >= 200 && status < 300)) return [];
      const advice = `If the sample is to blame: ROWS, BODIES["${operationId}"] or SUCCEEDS_WITH["${operationId}"] in samples.ts.`;
      return [`Expected it to be done. ${got} ${advice}`];
    }
    case "handled":
      return status === 401 || status === 403 ? [`Refused somebody who acts where they may. ${got}`] : [];
  }
}

/** Names and ids of organizations that the caller has no part in, in what they were answered. */
export function findLeaks(
  world: World,
  seen: readonly Home[],
  { named }: Pick<Request, "named">,
  { text }: Answer,
): string[] {
  const { target, parent, child, sibling, foreign, deleted } = world;
  let rest = text;
  for (const own of named) rest = rest.replaceAll(own, "").replaceAll(encodeURIComponent(own), "");
  return [target, parent, child, sibling, foreign, deleted]
    .filter((home) => !seen.includes(home))
    .filter(({ marker, orgId }) => rest.includes(marker) || rest.includes(orgId))
    .map(({ marker }) => `It shows something of ${marker}: ${rest.slice(0, 1_000)}`);
}

function problemCode(text: string): string | null {
  try {
    return String((JSON.parse(text) as { code?: unknown }).code);
  } catch {
    return null;
  }
}
