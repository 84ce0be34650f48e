import { ERROR_CATEGORIES, type ErrorCategory } from "#domain/delivery/error-category";
import { firstDeliveryIdAt, timeOfId } from "#domain/ids";
import {
  type BoundedCount,
  type OldestUndelivered,
  type OverviewRecords,
  WAITING_STATUSES,
  type WaitingStatus,
} from "#domain/overview/ports";
import { NOTHING, type Outcome, type Tally } from "#domain/overview/tally";

/** Of the organization's oldest waiting deliveries, so many are looked through for one integration's. */
const OLDEST_ROWS = 1_000;

const OUTCOME = `CASE status WHEN 'delivered' THEN 'delivered' WHEN 'retrying' THEN 'failed'
  WHEN 'dead_lettered' THEN 'deadLettered' WHEN 'discarded' THEN 'discarded' WHEN 'pending' THEN 'waiting'
  WHEN 'held' THEN iif(attempts > 0, 'failed', 'waiting') ELSE 'notSent' END`;

/** Rounded down so that a span has some hundred different times at most, however many deliveries. */
const STEP = `CASE WHEN attempts = 0 THEN NULL WHEN duration_ms < 200 THEN duration_ms WHEN duration_ms < 2000 THEN duration_ms / 10 * 10
  WHEN duration_ms < 20000 THEN duration_ms / 100 * 100 ELSE duration_ms / 1000 * 1000 END`;

/**
 * One statement for all spans. Each reads the log, or the integration's index, backwards and stops after ?3 rows; what
 * comes back are counts, not rows.
 */
function talliesOf(source: string): string {
  return `SELECT (SELECT json_group_array(json_array(outcome, ms, n, oldest)) FROM (
    SELECT outcome, ms, count(*) AS n, min(id) AS oldest FROM (
      SELECT id, ${OUTCOME} AS outcome, ${STEP} AS ms FROM ${source}
        AND id >= span.value ->> 0 AND id < span.value ->> 1 ORDER BY id DESC LIMIT ?3
    ) GROUP BY outcome, ms
  )) AS groups FROM json_each(?2) AS span`;
}

export const TALLIES = talliesOf("deliveries WHERE org_id = ?1");
export const TALLIES_OF_ONE = talliesOf(
  "deliveries INDEXED BY deliveries_integration WHERE org_id = ?1 AND integration_id = ?4",
);

/** `rest` is about an integration: what the index does not know is looked up, row by row. */
function categoriesOf(rest: string): string {
  return `SELECT wanted.value AS category, (
    SELECT json_array(count(*), coalesce(sum(hit), 0)) FROM (SELECT ${rest} AS hit
      FROM deliveries INDEXED BY deliveries_category WHERE org_id = ?1 AND category = wanted.value AND category IS NOT NULL
      AND id >= ?4 AND id < ?5 ORDER BY id DESC LIMIT ?3)
  ) AS counts FROM json_each(?2) AS wanted`;
}

export const CATEGORIES = categoriesOf("1");
export const CATEGORIES_OF_ONE = categoriesOf("integration_id = ?6");

const COUNT_WAITING = `SELECT count(*) AS looked, count(*) AS hits FROM (SELECT 1 FROM deliveries INDEXED BY deliveries_status
  WHERE org_id = ?1 AND status = ?2 AND status <> 'delivered' LIMIT ?3)`;
const COUNT_WAITING_OF_ONE = `SELECT count(*) AS looked, coalesce(sum(hit), 0) AS hits FROM (
  SELECT integration_id = ?4 AS hit FROM deliveries INDEXED BY deliveries_status
  WHERE org_id = ?1 AND status = ?2 AND status <> 'delivered' LIMIT ?3)`;
const COUNT_DEAD = `SELECT count(*) AS looked, count(*) AS hits FROM (SELECT 1 FROM deliveries INDEXED BY deliveries_dead
  WHERE org_id = ?1 AND status = 'dead_lettered' LIMIT ?2)`;
const COUNT_DEAD_OF_ONE = `SELECT count(*) AS looked, count(*) AS hits FROM (SELECT 1 FROM deliveries INDEXED BY deliveries_dead
  WHERE org_id = ?1 AND integration_id = ?3 AND status = 'dead_lettered' LIMIT ?2)`;
const OLDEST = `SELECT * FROM (SELECT id, event_id, integration_id, status, accepted_at FROM deliveries INDEXED BY deliveries_status
  WHERE org_id = ?1 AND status = ?2 AND status <> 'delivered' ORDER BY id LIMIT ?3)
  WHERE (?4 IS NULL OR integration_id = ?4) ORDER BY id LIMIT 1`;

type Group = readonly [outcome: Outcome, ms: number | null, count: number, oldest: string];

interface CountRow {
  readonly looked: number;
  readonly hits: number;
}

interface OldestRow {
  readonly id: string;
  readonly event_id: string;
  readonly integration_id: string;
  readonly status: WaitingStatus;
  readonly accepted_at: number;
}

export function createOverviewRecords(db: D1Database): OverviewRecords {
  return {
    async tallies(orgId, integrationId, spans, rows) {
      const wanted = JSON.stringify(
        spans.map(({ from, to }) => [firstDeliveryIdAt(from), firstDeliveryIdAt(to)]),
      );
      const statement =
        integrationId === null
          ? db.prepare(TALLIES).bind(orgId, wanted, rows)
          : db.prepare(TALLIES_OF_ONE).bind(orgId, wanted, rows, integrationId);
      const { results } = await statement.all<{ groups: string }>();
      return spans.map(({ from }, index) =>
        readTally(JSON.parse(results[index]?.groups ?? "[]") as Group[], from, rows),
      );
    },

    async categories(orgId, integrationId, spans, most) {
      const words = JSON.stringify(ERROR_CATEGORIES);
      const answers = await db.batch<{ category: ErrorCategory; counts: string }>(
        spans.map(({ from, to }) => {
          const bound = [orgId, words, most + 1, firstDeliveryIdAt(from), firstDeliveryIdAt(to)];
          return integrationId === null
            ? db.prepare(CATEGORIES).bind(...bound)
            : db.prepare(CATEGORIES_OF_ONE).bind(...bound, integrationId);
        }),
      );
      return answers.map(
        ({ results }) =>
          new Map(
            results.map(({ category, counts }) => {
              const [looked, hits] = JSON.parse(counts) as [number, number];
              return [category, bounded({ looked, hits }, most)];
            }),
          ),
      );
    },

    async backlog(orgId, integrationId, most) {
      const limit = most + 1;
      const counts = [
        integrationId === null
          ? db.prepare(COUNT_DEAD).bind(orgId, limit)
          : db.prepare(COUNT_DEAD_OF_ONE).bind(orgId, limit, integrationId),
        ...WAITING_STATUSES.map((status) =>
          integrationId === null
            ? db.prepare(COUNT_WAITING).bind(orgId, status, limit)
            : db.prepare(COUNT_WAITING_OF_ONE).bind(orgId, status, limit, integrationId),
        ),
      ];
      const oldest = WAITING_STATUSES.map((status) =>
        db.prepare(OLDEST).bind(orgId, status, integrationId === null ? 1 : OLDEST_ROWS, integrationId),
      );
      const answers = await db.batch<CountRow | OldestRow>([...counts, ...oldest]);
      const count = (index: number) => bounded(answers[index]?.results[0] as CountRow | undefined, most);
      const first = answers
        .slice(counts.length)
        .flatMap(({ results }) => results as OldestRow[])
        .sort((a, b) => (a.id < b.id ? -1 : 1))[0];
      return {
        deadLetters: count(0),
        waiting: { pending: count(1), held: count(2), retrying: count(3) },
        oldest: first === undefined ? null : readOldest(first),
      };
    },
  };
}

function readTally(groups: readonly Group[], from: number, rows: number): Tally {
  const counts = { ...NOTHING };
  const durations = new Map<number, number>();
  let looked = 0;
  let oldest: string | null = null;
  for (const [outcome, ms, count, id] of groups) {
    counts[outcome] += count;
    looked += count;
    if (ms !== null) durations.set(ms, (durations.get(ms) ?? 0) + count);
    if (oldest === null || id < oldest) oldest = id;
  }
  const complete = looked < rows;
  const countedFrom = complete || oldest === null ? from : (timeOfId(oldest) ?? from);
  return { counts, durations, looked, countedFrom, complete };
}

function bounded(row: CountRow | undefined, most: number): BoundedCount {
  const { looked, hits } = row ?? { looked: 0, hits: 0 };
  return { count: Math.min(hits, most), exact: looked <= most };
}

function readOldest(row: OldestRow): OldestUndelivered {
  return {
    deliveryId: row.id,
    eventId: row.event_id,
    integrationId: row.integration_id,
    status: row.status,
    acceptedAt: row.accepted_at,
  };
}
