import { canonicalJson } from "../audit/canonical-json.ts";
import type { DeduplicationSettings } from "./flow-settings.ts";

/** What of an event can be compared. */
export interface ComparedEvent {
  readonly id: string;
  readonly type: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Asked before a large payload is fetched for nothing. */
export function comparesPayload({ include, exclude }: DeduplicationSettings): boolean {
  return include.length === 0
    ? !exclude.includes("payload")
    : include.some((path) => rootOf(path) === "payload");
}

/**
 * What makes two events the same, as one text; the caller compares its hash. Null: this event has nothing of what is to
 * be compared, so it is no duplicate of another one that has nothing of it either.
 *
 * @param payloadJson may be anything where `comparesPayload` says no
 */
export function comparedContent(
  settings: DeduplicationSettings,
  event: ComparedEvent,
  payloadJson: string,
): string | null {
  const { include, exclude } = settings;
  const payload = comparesPayload(settings) ? parseExactly(payloadJson) : undefined;
  if (include.length > 0) {
    const found = include.map((path) => valueAt({ ...event, payload }, path.split(".")));
    if (found.every((value) => value === undefined)) return null;
    // A list, not an object: a member that is missing is not the same as one that is null.
    return canonicalJson(found.map((value) => (value === undefined ? [] : [value])));
  }
  if (exclude.includes("payload")) return null;
  const excluded = exclude
    .filter((path) => rootOf(path) === "payload")
    .map((path) => path.split(".").slice(1));
  for (const steps of excluded) removeAt(payload, steps);
  return canonicalJson([exclude.includes("type") ? null : event.type, payload]);
}

function rootOf(path: string): string {
  return path.split(".", 1)[0] ?? "";
}

/** A label's name may have dots itself: whatever stands behind `labels.` is the name. */
function valueAt(
  event: ComparedEvent & { readonly payload: unknown },
  [root, ...steps]: readonly string[],
): unknown {
  switch (root) {
    case "id":
      return event.id;
    case "type":
      return event.type;
    case "labels":
      return steps.length === 0 ? event.labels : ownMember(event.labels, steps.join("."));
    default:
      return steps.reduce(ownMember, event.payload);
  }
}

function ownMember(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function removeAt(value: unknown, steps: readonly string[]): void {
  const holder = steps.slice(0, -1).reduce(ownMember, value);
  const last = steps.at(-1);
  if (last === undefined || typeof holder !== "object" || holder === null) return;
  // A hole, so that the elements behind it keep their places.
  if (Array.isArray(holder)) delete holder[Number(last)];
  else delete (holder as Record<string, unknown>)[last];
}

/**
 * Numbers that JavaScript would round are compared by their digits: two orders with long numbers would otherwise be one,
 * and the second one would never be delivered.
 */
function parseExactly(json: string): unknown {
  return JSON.parse(json, (_name: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === "number" && context?.source !== undefined && String(value) !== context.source
      ? { "\u0000digits": context.source }
      : value,
  );
}
