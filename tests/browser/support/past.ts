import { randomBytes } from "node:crypto";
import { createTimeOrderedId } from "../../../workers/domain/ids.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAYS = 7;
const BUSIEST_PER_HOUR = 180;
const ROWS_PER_INSERT = 1_000;
/** Of what failed only a little comes again: most of a past went well. */
const GOOD_PER_BAD = 120;

interface Row {
  readonly [column: string]: string | number | null;
  readonly id: string;
  readonly event_id: string;
  readonly integration_id: string;
  readonly event_type: string;
  readonly status: string;
  readonly accepted_at: number;
  readonly event: string;
}

/**
 * A week before today. What the gateway has delivered is written again, with moments of the days before: the records of
 * real deliveries, their bodies included, in the rhythm of an organization that works by day. A runtime cannot be told
 * that it is last Tuesday. `takers`: who shares the events of a family;
 * `down`: who got nothing of the last day.
 */
export async function makePast(
  { runtime, orgId }: World,
  takers: Readonly<Record<string, readonly string[]>>,
  down: readonly string[],
): Promise<void> {
  const db = await runtime.miniflare.getD1Database("DB");
  const { results } = await db
    .prepare("select * from deliveries where org_id = ? and status in ('delivered', 'dead_lettered')")
    .bind(orgId)
    .all();
  const rows = results as unknown as Row[];
  const good = rows.filter(({ status }) => status === "delivered");
  const bad = rows.filter(({ status }) => status === "dead_lettered");
  const copies = momentsOf(Date.now()).flatMap((at, n) => {
    const from = n % GOOD_PER_BAD === 0 && bad.length > 0 ? bad : good;
    const row = from[(n * 7) % from.length];
    if (row === undefined) return [];
    const copy = moved(row, at);
    if (row.status !== "delivered") return [copy];
    // Who is down now was well before, and had their share.
    const sharers = takers[row.event_type.split(".")[0] ?? ""] ?? [];
    const taker = sharers[n % sharers.length] ?? row.integration_id;
    const isAway = down.includes(taker) && Date.now() - at < DAY_MS;
    return [{ ...copy, integration_id: isAway ? row.integration_id : taker }];
  });
  const columns = Object.keys(results[0] ?? {});
  const values = columns.map((column) => `json_extract(value, '$.${column}')`).join(", ");
  const insert = `insert into deliveries (${columns.join(", ")}) select ${values} from json_each(?)`;
  for (let at = 0; at < copies.length; at += ROWS_PER_INSERT) {
    await db
      .prepare(insert)
      .bind(JSON.stringify(copies.slice(at, at + ROWS_PER_INSERT)))
      .run();
  }
}

/** Most at two in the afternoon, a few at night; the last minutes belong to what really happens now. */
function momentsOf(now: number): readonly number[] {
  const moments: number[] = [];
  for (let hour = 0; hour < DAYS * 24; hour++) {
    const begin = now - 10 * MINUTE_MS - (hour + 1) * 60 * MINUTE_MS;
    const ofDay = ((begin % DAY_MS) / DAY_MS) * 24;
    const daylight = (1 + Math.cos(((ofDay - 14) / 12) * Math.PI)) / 2;
    const wobble = 0.75 + 0.5 * Math.abs(Math.sin(hour * 2.7));
    const many = Math.max(2, Math.round(BUSIEST_PER_HOUR * daylight * wobble));
    for (let n = 0; n < many; n++) moments.push(begin + Math.round(((n + 0.5) / many) * 60 * MINUTE_MS));
  }
  return moments;
}

const MOMENTS = ["accepted_at", "attempted_at", "first_attempt_at"];

function moved(row: Row, at: number): Row {
  const shift = at - row.accepted_at;
  const eventId = createTimeOrderedId("evt", at, randomBytes(10));
  const moments = MOMENTS.map((column) => [column, shifted(row[column] ?? null, shift)]);
  return {
    ...row,
    ...Object.fromEntries(moments),
    id: createTimeOrderedId("dlv", at, randomBytes(10)),
    event_id: eventId,
    correlation_id: createTimeOrderedId("req", at, randomBytes(10)),
    duration_ms: 20 + (at % 61) + (at % 17 === 0 ? 240 : 0),
    event: JSON.stringify({
      ...JSON.parse(row.event),
      id: eventId,
      occurredAt: new Date(at).toISOString(),
    }),
  };
}

function shifted(moment: string | number | null, by: number): number | null {
  return typeof moment === "number" ? moment + by : null;
}
