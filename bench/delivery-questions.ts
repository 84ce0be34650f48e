import { acceptedAt, deliveryOf, INTEGRATIONS } from "./delivery-records.ts";

/** The log that is asked. */
export interface FilledLog {
  readonly orgId: string;
  /** May read it. */
  readonly key: string;
  readonly integrationIds: readonly string[];
  readonly total: number;
  /** When it was filled. */
  readonly now: number;
}

/** What people ask of the log, by the filters of the dashboard. Every round asks for something else. */
export interface DeliveryQuestion {
  readonly kind: string;
  /** The path below /api/v1, with its query. */
  readonly ask: (round: number, log: FilledLog) => string;
}

const MINUTE_MS = 60_000;
const some = (round: number, log: FilledLog) => (round * 7_919 + 13) % log.total;
const integrationOf = (round: number, log: FilledLog) => log.integrationIds[round % INTEGRATIONS] ?? "";
const madeOf = (n: number, log: FilledLog) => deliveryOf(n, log.total, log.now, log.integrationIds);
const iso = (timeMs: number) => new Date(timeMs).toISOString();
/** As workers/http/cursor.ts writes it. */
const cursorOf = (log: FilledLog, key: string) => Buffer.from(`2:${log.orgId}:${key}`).toString("base64url");

function list(kind: string, ask: DeliveryQuestion["ask"]): DeliveryQuestion {
  return { kind, ask: (round, log) => `deliveries?limit=50&${ask(round, log)}` };
}

export const DELIVERY_QUESTIONS: readonly DeliveryQuestion[] = [
  list("newest first", () => ""),
  list("a page deep down", (round, log) => `cursor=${cursorOf(log, madeOf(some(round, log), log).id)}`),
  list("one status", () => "status=dead_lettered"),
  list("several statuses", () => "status=retrying,held,dead_lettered,pending"),
  list("delivered", () => "status=delivered"),
  list("a category", (round) => `category=${["TIMEOUT", "AUTH", "SERVER_ERROR"][round % 3]}`),
  list("an integration", (round, log) => `integrationId=${integrationOf(round, log)}`),
  list("an integration's failures", (round, log) => {
    return `integrationId=${integrationOf(round, log)}&status=dead_lettered,retrying`;
  }),
  list("a frequent type", () => "eventType=order.created"),
  list("a rare type", () => "eventType=payment.failed"),
  list("a family of types", () => "eventType=order.*"),
  list("a type that never came", () => "eventType=never.seen"),
  list("an HTTP code", (round) => `httpStatus=${[503, 401, 404][round % 3]}`),
  list("5xx", () => "httpStatus=5xx"),
  list("4xx", () => "httpStatus=4xx"),
  list("2xx", () => "httpStatus=2xx"),
  list("an HTTP code that never came", () => "httpStatus=418"),
  list("an integration's 5xx", (round, log) => `httpStatus=5xx&integrationId=${integrationOf(round, log)}`),
  list("an hour of last week", (round, log) => {
    const from = acceptedAt(some(round, log), log.total, log.now);
    return `from=${iso(from)}&to=${iso(from + 60 * MINUTE_MS)}`;
  }),
  list("a type within an hour", (round, log) => {
    const from = acceptedAt(some(round, log), log.total, log.now);
    return `eventType=order.paid&from=${iso(from)}&to=${iso(from + 60 * MINUTE_MS)}`;
  }),
  list("an error's text", () => "text=connection+refused"),
  list("a text that is nowhere", (round) => `text=nowhere-${round}`),
  list("a text within failures", (round) => `text=attempt+${round}&status=dead_lettered`),
  list("a whole delivery id", (round, log) => `text=${madeOf(some(round, log), log).id}`),
  list("a whole event id", (round, log) => `text=${madeOf(some(round, log), log).eventId}`),
  list("the gateway's correlation id", (round, log) => {
    const n = some(round, log);
    return `correlationId=${madeOf(n % 10 === 0 ? n + 1 : n, log).correlationId}`;
  }),
  list("a caller's correlation id", (round, log) => {
    const n = log.total - 10 * (1 + (round % 100));
    return `correlationId=${madeOf(n, log).correlationId}`;
  }),
  { kind: "dead letters", ask: () => "dead-letters?limit=50" },
  { kind: "dead letters of a category", ask: () => "dead-letters?limit=50&category=TIMEOUT" },
  { kind: "tail, first", ask: () => "deliveries/tail" },
  {
    kind: "tail, two seconds later",
    ask: (_, log) => `deliveries/tail?after=${cursorOf(log, `tail:${Date.now() - 62_000}`)}`,
  },
  {
    kind: "tail of failures",
    ask: (_, log) => `deliveries/tail?httpStatus=5xx&after=${cursorOf(log, `tail:${Date.now() - 62_000}`)}`,
  },
  { kind: "search for an id", ask: (round, log) => `search?q=${madeOf(some(round, log), log).id}` },
  { kind: "search for a name", ask: (round) => `search?q=integration+${round}` },
  {
    kind: "an event's deliveries",
    ask: (round, log) => `deliveries?limit=50&eventId=${madeOf(some(round, log), log).eventId}`,
  },
];

/** What dashboards poll: kept for seconds, so most of these are answered from memory. */
export const POLLED: readonly DeliveryQuestion[] = [
  { kind: "overview, polled", ask: (round) => `overview?window=${["1h", "24h", "7d"][round % 3]}` },
  {
    kind: "overview of an integration",
    ask: (round, log) => `overview?window=24h&integrationId=${integrationOf(round, log)}`,
  },
  { kind: "badges", ask: () => "badges" },
  { kind: "dead letters, summed", ask: () => "dead-letters/summary" },
  { kind: "circuits", ask: () => "circuits" },
  {
    kind: "integrations",
    ask: (round) => `integrations?limit=50&q=integration&sort=${["name", "newest"][round % 2]}`,
  },
];
