import { createHash } from "node:crypto";
import type { GuessThrottle } from "#domain/access/ports";
import type { GuessThrottleObject } from "../../../durable-objects/guess-throttle.ts";
import { type Jurisdiction, within } from "./jurisdiction.ts";

export function createGuessThrottle(
  namespace: DurableObjectNamespace<GuessThrottleObject>,
  jurisdiction: Jurisdiction,
): GuessThrottle {
  const objects = within(namespace, jurisdiction);
  // Names of objects are seen in dashboards and logs: an address is nobody's business there.
  const stub = (kind: string, key: string) =>
    objects.getByName(createHash("sha256").update(`${kind}\n${key}`).digest("base64url"));
  return {
    admit: (kind, key, now) => stub(kind, key).guess(kind, now),
    succeeded: (kind, key) => stub(kind, key).guessed(),
  };
}
