import {
  DELIVERY_STATUSES,
  type DeliveryStatus,
  ERROR_CATEGORIES,
  type ErrorCategory,
} from "../delivery-types.ts";

export const RANGES = {
  "15m": 900_000,
  "1h": 3_600_000,
  "24h": 86_400_000,
  "7d": 604_800_000,
  "30d": 2_592_000_000,
};
export type Range = keyof typeof RANGES;

/** What a list of deliveries is narrowed to. The names are those of the API, and of the address bar. */
export interface DeliveryFilter {
  readonly status: readonly DeliveryStatus[];
  readonly category: ErrorCategory | null;
  readonly integrationId: string | null;
  readonly eventType: string | null;
  /** "503" or "5xx". */
  readonly httpStatus: string | null;
  /** The last so much, up to now; `from` and `to` stand in its place when one of them is given. */
  readonly range: Range | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly text: string | null;
  readonly eventId: string | null;
  readonly correlationId: string | null;
}

export const ANY: DeliveryFilter = {
  status: [],
  category: null,
  integrationId: null,
  eventType: null,
  httpStatus: null,
  range: null,
  from: null,
  to: null,
  text: null,
  eventId: null,
  correlationId: null,
};

export type FilterPart = keyof DeliveryFilter;
export type AddressParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** From the address bar, where anybody may have written anything: what is not known is no filter. */
export function readFilter(parameters: AddressParameters): DeliveryFilter {
  const given = (name: FilterPart) => {
    const value = [parameters[name]].flat()[0]?.trim();
    return value === undefined || value === "" ? null : value;
  };
  const statuses = given("status")?.split(",") ?? [];
  const code = given("httpStatus");
  return {
    status: DELIVERY_STATUSES.filter((status) => statuses.includes(status)),
    category: ERROR_CATEGORIES.find((category) => category === given("category")) ?? null,
    integrationId: given("integrationId"),
    eventType: given("eventType"),
    httpStatus: code !== null && isHttpStatus(code) ? code : null,
    range: (Object.keys(RANGES) as Range[]).find((range) => range === given("range")) ?? null,
    from: moment(given("from")),
    to: moment(given("to")),
    text: given("text")?.slice(0, 200) ?? null,
    eventId: given("eventId"),
    correlationId: given("correlationId"),
  };
}

/** The other way: null takes a parameter out of the address. */
export function writeFilter(changes: Partial<DeliveryFilter>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => {
      if (value === null || value === undefined || value.length === 0) return [name, null];
      return [name, typeof value === "string" ? value : value.join(",")];
    }),
  );
}

/** The filter as the API takes it. */
export function queryOf(filter: DeliveryFilter, nowMs: number) {
  const { status, range, from, to, ...rest } = filter;
  const isExact = from !== null || to !== null;
  const since = !isExact && range !== null ? new Date(nowMs - RANGES[range]).toISOString() : from;
  return {
    ...(status.length === 0 ? {} : { status: [...status] }),
    ...given("category", rest.category),
    ...given("integrationId", rest.integrationId),
    ...given("eventType", rest.eventType),
    ...given("httpStatus", rest.httpStatus),
    ...given("from", since),
    ...given("to", to),
    ...given("text", rest.text),
    ...given("eventId", rest.eventId),
    ...given("correlationId", rest.correlationId),
  };
}

export type DeliveryQuery = ReturnType<typeof queryOf>;

export function isAny(filter: DeliveryFilter): boolean {
  return activeParts(filter).length === 0;
}

export function activeParts(filter: DeliveryFilter): readonly FilterPart[] {
  return (Object.keys(ANY) as FilterPart[]).filter((part) => (filter[part]?.length ?? 0) > 0);
}

export function isHttpStatus(text: string): boolean {
  return /^([1-5][0-9]{2}|[1-5]xx)$/.test(text);
}

function moment(text: string | null): string | null {
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

function given<const N extends string, V>(name: N, value: V | null): { [K in N]?: V } {
  return (value === null ? {} : { [name]: value }) as { [K in N]?: V };
}
