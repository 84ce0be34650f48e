import { deliveryShape } from "./delivery-scope.ts";
import type { ScopeShape } from "./scope.ts";

/** Which body of a call through the proxy: the caller's, or the upstream's. */
export type BodySide = "request" | "response";

export const CALL_NAMES = ["id", "method", "path", "correlationId"] as const;

/** What a transformation of the proxy may name when it is saved. There is no event here. */
export function bodyShape(side: BodySide, variables: Iterable<string>): ScopeShape {
  const { event: _none, ...shape } = deliveryShape(variables);
  const request = new Set(CALL_NAMES);
  return { ...shape, request, ...(side === "response" ? { response: new Set(["status"]) } : {}) };
}
