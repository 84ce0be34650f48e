import type { RateLimiter } from "#domain/tenancy/take-from-buckets";
import type { RateLimitObject } from "../../../durable-objects/rate-limit.ts";
import { type Jurisdiction, within } from "./jurisdiction.ts";

export function createRateLimiter(
  namespace: DurableObjectNamespace<RateLimitObject>,
  jurisdiction: Jurisdiction,
): RateLimiter {
  const objects = within(namespace, jurisdiction);
  return { take: (object, request) => objects.getByName(object).take(request) };
}
