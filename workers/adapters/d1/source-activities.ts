import type { SourceActivities, SourceActivity } from "#domain/ingress/source-ports";

interface Row {
  readonly source_id: string;
  readonly first_event_at: number | null;
  readonly last_event_at: number | null;
  readonly day: string;
  readonly accepted_today: number;
  readonly duplicates_today: number;
  readonly rejected_today: number;
  readonly accepted_total: number;
  readonly rejected_total: number;
}

/** Counts of another day begin anew. A delta that comes late counts for the day on which it comes. */
const ADD = `INSERT INTO source_activity (org_id, source_id, first_event_at, last_event_at, day, accepted_today,
  duplicates_today, rejected_today, accepted_total, rejected_total)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?6, ?8 WHERE EXISTS (SELECT 1 FROM sources WHERE org_id = ?1 AND id = ?2)
ON CONFLICT (org_id, source_id) DO UPDATE SET
  first_event_at = coalesce(min(first_event_at, excluded.first_event_at), first_event_at, excluded.first_event_at),
  last_event_at = coalesce(max(last_event_at, excluded.last_event_at), last_event_at, excluded.last_event_at),
  accepted_today = excluded.accepted_today + CASE WHEN day = excluded.day THEN accepted_today ELSE 0 END,
  duplicates_today = excluded.duplicates_today + CASE WHEN day = excluded.day THEN duplicates_today ELSE 0 END,
  rejected_today = excluded.rejected_today + CASE WHEN day = excluded.day THEN rejected_today ELSE 0 END,
  accepted_total = accepted_total + excluded.accepted_total,
  rejected_total = rejected_total + excluded.rejected_total,
  day = excluded.day`;

export function createSourceActivities(db: D1Database): SourceActivities {
  return {
    async add(orgId, sourceId, { accepted, duplicates, rejected, firstEventAt, lastEventAt }, now) {
      await db
        .prepare(ADD)
        .bind(orgId, sourceId, firstEventAt, lastEventAt, dayOf(now), accepted, duplicates, rejected)
        .run();
    },

    async find(orgId, sourceId, now) {
      const row = await db
        .prepare("SELECT * FROM source_activity WHERE org_id = ?1 AND source_id = ?2")
        .bind(orgId, sourceId)
        .first<Row>();
      return readActivity(row, now);
    },

    async all(orgId, sourceIds, now) {
      const { results } = await db
        .prepare(
          "SELECT * FROM source_activity WHERE org_id = ?1 AND source_id IN (SELECT value FROM json_each(?2))",
        )
        .bind(orgId, JSON.stringify(sourceIds))
        .all<Row>();
      const rows = new Map(results.map((row) => [row.source_id, row]));
      return sourceIds.map((id) => readActivity(rows.get(id) ?? null, now));
    },
  };
}

function readActivity(row: Row | null, now: number): SourceActivity {
  const today = row?.day === dayOf(now) ? row : null;
  return {
    firstEventAt: row?.first_event_at ?? null,
    lastEventAt: row?.last_event_at ?? null,
    acceptedToday: today?.accepted_today ?? 0,
    duplicatesToday: today?.duplicates_today ?? 0,
    rejectedToday: today?.rejected_today ?? 0,
    acceptedTotal: row?.accepted_total ?? 0,
    rejectedTotal: row?.rejected_total ?? 0,
  };
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
