import { type RecentEvent, withRecentEvent } from "#domain/ingress/recent-events";
import type { ActivityDelta, SourceActivities } from "#domain/ingress/source-ports";

/** How long an isolate gathers before it tells. The platform lets work run on for 30 seconds after an answer. */
const GATHER_MS = 15_000;
const MAX_SOURCES = 5_000;

/** What happened: an event was accepted, or something else. */
type Seen = Pick<RecentEvent, "id" | "type"> | "duplicates" | "rejected";

interface Gathered extends Record<"accepted" | "duplicates" | "rejected", number> {
  firstEventAt: number | null;
  lastEventAt: number | null;
  recentEvents: readonly RecentEvent[];
}

interface Entry {
  gathered: Gathered | null;
  toldAt: number;
}

export interface SourceCounterServices {
  readonly sourceActivities: Pick<SourceActivities, "add">;
  readonly inBackground: (work: Promise<void>) => void;
  readonly now: () => number;
}

/** Counts in the isolate's memory, per source. */
export interface SourceCounter {
  count(services: SourceCounterServices, orgId: string, sourceId: string, seen: Seen): void;
}

/**
 * What a source has seen costs no row per event: the first one is told at once, so that somebody who waits for it sees it,
 * then at most one row every 15 seconds and isolate. An isolate that dies takes some seconds of counts with it; the events
 * themselves are the intake's, and are not counted by this.
 */
export function createSourceCounter(wait: (ms: number) => Promise<unknown>): SourceCounter {
  const entries = new Map<string, Entry>();

  return {
    count(services, orgId, sourceId, seen) {
      const now = services.now();
      const key = `${orgId} ${sourceId}`;
      const entry = entries.get(key) ?? { gathered: null, toldAt: 0 };
      if (!entries.has(key)) {
        entries.set(key, entry);
        if (entries.size > MAX_SOURCES) entries.delete(entries.keys().next().value ?? key);
      }
      const first = entry.gathered === null;
      entry.gathered ??= nothing();
      if (typeof seen === "string") entry.gathered[seen]++;
      else noteAccepted(entry.gathered, { id: seen.id, type: seen.type, at: now });
      if (!first) return;
      const delayMs = now - entry.toldAt >= GATHER_MS ? 0 : GATHER_MS;
      services.inBackground(tell(services, orgId, sourceId, entry, delayMs));
    },
  };

  async function tell(
    { sourceActivities, now }: SourceCounterServices,
    orgId: string,
    sourceId: string,
    entry: Entry,
    delayMs: number,
  ): Promise<void> {
    if (delayMs > 0) await wait(delayMs);
    const delta: ActivityDelta | null = entry.gathered;
    entry.gathered = null;
    entry.toldAt = now();
    if (delta === null) return;
    try {
      await sourceActivities.add(orgId, sourceId, delta, now());
    } catch (error) {
      console.warn(
        JSON.stringify({ event: "source.activity_not_told", orgId, sourceId, error: String(error) }),
      );
    }
  }
}

function nothing(): Gathered {
  const counts = { accepted: 0, duplicates: 0, rejected: 0 };
  return { ...counts, firstEventAt: null, lastEventAt: null, recentEvents: [] };
}

function noteAccepted(gathered: Gathered, event: RecentEvent): void {
  gathered.accepted++;
  gathered.firstEventAt ??= event.at;
  gathered.lastEventAt = event.at;
  gathered.recentEvents = withRecentEvent(gathered.recentEvents, event);
}
