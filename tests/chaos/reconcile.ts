import type { SettledDelivery } from "./gateway-state.ts";
import type { Received } from "./receiver.ts";
import type { Sent } from "./sender.ts";

export interface Report {
  readonly lines: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  /** Empty when every promise was kept. */
  readonly failures: readonly string[];
}

/** Hold what callers were promised, what receivers saw and what the log says against each other, event by event. */
export function reconcile(
  events: number,
  sent: Sent,
  received: ReadonlyMap<string, Received>,
  deliveries: readonly SettledDelivery[],
): Report {
  const byEvent = Map.groupBy(deliveries, ({ eventId }) => eventId);
  const status = (id: string) => byEvent.get(id)?.[0]?.status;
  const accepted = [...sent.accepted];
  const all = [...received.values()];
  const counts = {
    accepted: accepted.length,
    delivered: accepted.filter((id) => status(id) === "delivered").length,
    deadLettered: accepted.filter((id) => status(id) === "dead_lettered").length,
    lost: accepted.filter((id) => status(id) === undefined).length,
    unexpected: [...received.keys()].filter((id) => !sent.accepted.has(id)).length,
    deliveredButNeverReceived: accepted.filter(
      (id) => status(id) === "delivered" && !received.get(id)?.successes,
    ).length,
    recordsTwice: [...byEvent.values()].filter((own) => own.length > 1).length,
    duplicates: all.reduce((sum, { successes }) => sum + Math.max(0, successes - 1), 0),
    differentBytes: all.filter(({ bodies }) => bodies.size > 1).length,
    badSignatures: all.reduce((sum, { badSignatures }) => sum + badSignatures, 0),
    attempts: all.reduce((sum, { attempts }) => sum + attempts, 0),
  };
  const mustBeZero = [
    "lost",
    "unexpected",
    "deliveredButNeverReceived",
    "recordsTwice",
    "differentBytes",
    "badSignatures",
  ] as const;
  const failures: string[] = mustBeZero.flatMap((name) =>
    counts[name] === 0 ? [] : [`${name} is ${counts[name]}, not 0`],
  );
  if (counts.accepted !== events) failures.push(`${counts.accepted} distinct ids for ${events} events`);
  // A receiver that fails 45 % of the time leaves some dead letters; none at all would mean it was never asked.
  if (events >= 1_000 && counts.deadLettered === 0)
    failures.push("no event became a dead letter: the failures did not happen");
  const lines = Object.entries(counts).map(([name, count]) => `  ${name.padEnd(26)} ${count}`);
  return { lines, counts, failures };
}
