import { beginOfHour } from "#domain/validation/begin-of-hour";
import type { RejectedEvent, ValidationCount, ValidationRecords } from "#domain/validation/ports";

/** What an isolate has to tell of the payloads that it checked while events were accepted. */
export interface ValidationJournal {
  count(orgId: string, subject: string, failed: boolean): void;
  reject(orgId: string, event: Omit<RejectedEvent, "id" | "at">): void;
}

interface JournalTools {
  readonly records: ValidationRecords;
  readonly createId: (prefix: string) => string;
  readonly now: () => number;
  readonly inBackground: (work: Promise<unknown>) => void;
  readonly wait: (ms: number) => Promise<unknown>;
}

/** Accepting an event writes nothing to D1; what is counted goes there this much later, all in one batch. */
const GATHER_MS = 2_000;
/** Of one type in one minute. A caller who sends a million bad events must not write a million rows: the rest is counted. */
const REJECTED_PER_MINUTE = 20;
const MAX_TYPES = 1_000;

interface Gathered {
  readonly counts: Map<string, ValidationCount>;
  readonly rejected: RejectedEvent[];
}

/** Lives as long as the isolate. What it has gathered when an isolate dies is lost: counts are "at least". */
export function createValidationJournal(tools: JournalTools): ValidationJournal {
  let gathered = new Map<string, Gathered>();
  let minute = 0;
  let inMinute = new Map<string, number>();

  function of(orgId: string): Gathered {
    const known = gathered.get(orgId);
    if (known !== undefined) return known;
    const begun: Gathered = { counts: new Map(), rejected: [] };
    if (gathered.size === 0) tools.inBackground(tools.wait(GATHER_MS).then(write));
    gathered.set(orgId, begun);
    return begun;
  }

  async function write(): Promise<void> {
    const written = gathered;
    gathered = new Map();
    for (const [orgId, { counts, rejected }] of written) {
      try {
        await tools.records.add(orgId, [...counts.values()], rejected);
      } catch (error) {
        console.error(JSON.stringify({ event: "validation.not_counted", orgId, error: String(error) }));
      }
    }
  }

  function mayKeep(orgId: string, eventType: string): boolean {
    const now = Math.floor(tools.now() / 60_000);
    if (now !== minute || inMinute.size > MAX_TYPES) {
      minute = now;
      inMinute = new Map();
    }
    const key = `${orgId} ${eventType}`;
    const kept = inMinute.get(key) ?? 0;
    inMinute.set(key, kept + 1);
    return kept < REJECTED_PER_MINUTE;
  }

  return {
    count(orgId, subject, failed) {
      const { counts } = of(orgId);
      const hour = beginOfHour(tools.now());
      const key = `${hour} ${subject}`;
      const before = counts.get(key) ?? { subject, hour, checked: 0, failed: 0 };
      counts.set(key, {
        ...before,
        checked: before.checked + 1,
        failed: before.failed + (failed ? 1 : 0),
      });
    },
    reject(orgId, event) {
      if (!mayKeep(orgId, event.eventType)) return;
      of(orgId).rejected.push({ ...event, id: tools.createId("rej"), at: tools.now() });
    },
  };
}
