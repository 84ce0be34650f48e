import { MAX_RECENT_EVENTS, type RecentEvent } from "#domain/ingress/recent-events";
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

interface DetailedRow extends Row {
  readonly recent_events: string;
}

const COUNTS = `source_id, first_event_at, last_event_at, day, accepted_today, duplicates_today, rejected_today,
  accepted_total, rejected_total`;

/** What several isolates have seen, each event once: the newest of all of them. */
const NEWEST = `(SELECT json_group_array(json(event) ORDER BY at DESC, id) FROM (
  SELECT value AS event, value ->> 'id' AS id, max(value ->> 'at') AS at FROM (
    SELECT value FROM json_each(source_activity.recent_events)
    UNION ALL SELECT value FROM json_each(excluded.recent_events))
  GROUP BY value ->> 'id' ORDER BY at DESC, id LIMIT ${MAX_RECENT_EVENTS}))`;

/** Counts of another day begin anew. A delta that comes late counts for the day on which it comes. */
const ADD = `INSERT INTO source_activity (org_id, source_id, first_event_at, last_event_at, day, accepted_today,
  duplicates_today, rejected_today, accepted_total, rejected_total, recent_events)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?6, ?8, ?9 WHERE EXISTS (SELECT 1 FROM sources WHERE org_id = ?1 AND id = ?2)
ON CONFLICT (org_id, source_id) DO UPDATE SET
  first_event_at = coalesce(min(first_event_at, excluded.first_event_at), first_event_at, excluded.first_event_at),
  last_event_at = coalesce(max(last_event_at, excluded.last_event_at), last_event_at, excluded.last_event_at),
  accepted_today = excluded.accepted_today + CASE WHEN day = excluded.day THEN accepted_today ELSE 0 END,
  duplicates_today = excluded.duplicates_today + CASE WHEN day = excluded.day THEN duplicates_today ELSE 0 END,
  rejected_today = excluded.rejected_today + CASE WHEN day = excluded.day THEN rejected_today ELSE 0 END,
  accepted_total = accepted_total + excluded.accepted_total,
  rejected_total = rejected_total + excluded.rejected_total,
  recent_events = CASE WHEN excluded.recent_events = '[]' THEN recent_events ELSE ${NEWEST} END,
  day = excluded.day`;

/** Newest first: when the last of them is kept, all are. */
const FORGET_EVENTS = `UPDATE source_activity SET recent_events = (SELECT json_group_array(json(value)) FROM json_each(recent_events)
  WHERE value ->> 'at' >= ?2) WHERE org_id = ?1 AND recent_events ->> '$[#-1].at' < ?2`;

export function createSourceActivities(db: D1Database): SourceActivities {
  return {
    async add(orgId, sourceId, delta, now) {
      const { accepted, duplicates, rejected, firstEventAt, lastEventAt, recentEvents } = delta;
      const counts = [firstEventAt, lastEventAt, dayOf(now), accepted, duplicates, rejected];
      await db
        .prepare(ADD)
        .bind(orgId, sourceId, ...counts, JSON.stringify(recentEvents))
        .run();
    },

    async find(orgId, sourceId, now) {
      const row = await db
        .prepare(`SELECT ${COUNTS}, recent_events FROM source_activity WHERE org_id = ?1 AND source_id = ?2`)
        .bind(orgId, sourceId)
        .first<DetailedRow>();
      const recentEvents = JSON.parse(row?.recent_events ?? "[]") as readonly RecentEvent[];
      return { ...readActivity(row, now), recentEvents };
    },

    async all(orgId, sourceIds, now) {
      const { results } = await db
        .prepare(
          `SELECT ${COUNTS} FROM source_activity WHERE org_id = ?1 AND source_id IN (SELECT value FROM json_each(?2))`,
        )
        .bind(orgId, JSON.stringify(sourceIds))
        .all<Row>();
      const rows = new Map(results.map((row) => [row.source_id, row]));
      return sourceIds.map((id) => readActivity(rows.get(id) ?? null, now));
    },

    async forgetEventsBefore(orgId, before) {
      await db.prepare(FORGET_EVENTS).bind(orgId, before).run();
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
