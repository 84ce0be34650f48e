import { type AuditIntent, type AuditRecord, GATEWAY_ACTOR } from "./audit-entry.ts";
import { canonicalJson } from "./canonical-json.ts";

/**
 * Refusals are worth an entry, and whoever may not do something can ask for it a thousand times a second. The first few
 * of a minute are written one by one; the rest becomes one entry that says how many there were, and whose.
 */
const WRITTEN_PER_MINUTE = 10;
/** More different actors or actions than this are counted together. */
const MAX_NAMED = 20;

export interface RefusalCount {
  /** Epoch milliseconds of the minute that they came in. */
  readonly minute: number;
  readonly written: number;
  readonly counted: number;
  readonly byActor: Readonly<Record<string, number>>;
  readonly byAction: Readonly<Record<string, number>>;
}

export function emptyRefusalCount(now: number): RefusalCount {
  return { minute: now - (now % 60_000), written: 0, counted: 0, byActor: {}, byAction: {} };
}

/** One more refusal within the count's minute: is it written, or counted? */
export function admitRefusal(
  count: RefusalCount,
  intent: Pick<AuditIntent, "actor" | "action">,
): { readonly write: boolean; readonly count: RefusalCount } {
  if (count.written < WRITTEN_PER_MINUTE)
    return { write: true, count: { ...count, written: count.written + 1 } };
  return {
    write: false,
    count: {
      ...count,
      counted: count.counted + 1,
      byActor: increase(count.byActor, intent.actor.id),
      byAction: increase(count.byAction, intent.action),
    },
  };
}

/** What is written when the minute is over; null when every refusal has an entry. */
export function summariseRefusals({ minute, counted, byActor, byAction }: RefusalCount): AuditRecord | null {
  if (counted === 0) return null;
  return {
    actor: GATEWAY_ACTOR,
    action: "audit.refusals_counted",
    target: { kind: "minute", id: new Date(minute).toISOString() },
    outcome: "refused",
    ip: "",
    requestId: "",
    before: null,
    after: canonicalJson({ counted, byActor, byAction }),
  };
}

function increase(counts: Readonly<Record<string, number>>, name: string): Record<string, number> {
  // A map: among an object's own members `constructor` would be found without having been counted.
  const known = new Map(Object.entries(counts));
  const counted = known.has(name) || known.size < MAX_NAMED ? name : "others";
  return Object.fromEntries(known.set(counted, (known.get(counted) ?? 0) + 1));
}
