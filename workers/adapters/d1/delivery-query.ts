import type { DeliveryStatus } from "#domain/delivery/delivery-state";
import { ERROR_CATEGORIES } from "#domain/delivery/error-category";
import { firstDeliveryIdAt } from "#domain/ids";
import type { DeliveryFilter } from "#domain/operations/delivery-filter";
import { type EventPlace, locateEvent } from "#domain/operations/event-locator";

/**
 * How a question about the log becomes SQL whose cost is known: one index gives rows in the order of their ids, at most
 * so many of them, and every filter that the index does not know is applied to these rows only.
 */
export interface DeliveryQuery {
  /** `FROM … WHERE … ORDER BY id …`, without columns and limit. */
  readonly source: string;
  /** For statements that use `source` alone: D1 refuses parameters that a statement does not name. */
  readonly sourceParams: readonly unknown[];
  /** What is left to check on each row, or null. */
  readonly residual: string | null;
  /** For statements that use `source` and `residual`. */
  readonly params: readonly unknown[];
}

export interface QueryRange {
  readonly after: string | null;
  readonly order: "newest" | "oldest";
}

type Bind = (value: unknown) => string;

/** One query per value of the driving column: together they are the answer. */
export function buildDeliveryQueries(
  orgId: string,
  filter: DeliveryFilter,
  range: QueryRange,
): readonly DeliveryQuery[] {
  const place = filter.eventId === null ? null : locateEvent(filter.eventId);
  return chooseDrivers(filter, place).map((driver) => buildQuery(orgId, filter, place, driver, range));
}

function buildQuery(
  orgId: string,
  filter: DeliveryFilter,
  place: EventPlace | null,
  driver: Driver,
  range: QueryRange,
): DeliveryQuery {
  // Parameter 1 is the organization: no statement is built that does not name it.
  const params: unknown[] = [orgId];
  const bind: Bind = (value) => `?${params.push(value)}`;
  const { index, condition } = drive(driver, bind);
  // "+id" where the range must not replace the look-up of single ids.
  const within = idRange(filter, place, range, driver.kind === "ids" ? "+id" : "id", bind);
  const table = index === null ? "deliveries" : `deliveries INDEXED BY ${index}`;
  const where = ["org_id = ?1", ...condition, ...within].join(" AND ");
  const source = `FROM ${table} WHERE ${where} ORDER BY id ${range.order === "newest" ? "DESC" : "ASC"}`;
  const sourceParams = [...params];
  const rest = otherConditions(filter, driver.kind, bind);
  return { source, sourceParams, residual: rest.length === 0 ? null : rest.join(" AND "), params };
}

type Driver =
  | { readonly kind: "ids"; readonly ids: readonly string[] }
  | { readonly kind: "event"; readonly eventId: string }
  | { readonly kind: "status"; readonly status: DeliveryStatus }
  | { readonly kind: "category"; readonly category: string }
  | { readonly kind: "integration"; readonly integrationId: string }
  | { readonly kind: "log" };

/** The filter that leaves the fewest rows to look at, as far as that can be known without looking. */
function chooseDrivers(filter: DeliveryFilter, place: EventPlace | null): readonly Driver[] {
  const { ids, eventId, statuses, category, integrationId, httpStatus } = filter;
  if (ids !== null) return [{ kind: "ids", ids }];
  if (eventId !== null && place?.kind === "named") return [{ kind: "event", eventId }];
  // An event's moment is a range of some milliseconds: nothing is narrower.
  if (place?.kind === "moment") return [{ kind: "log" }];
  // Clean deliveries are in no index by status, because they are nearly all of them.
  if (statuses.length > 0 && !statuses.includes("delivered")) {
    // One query each: with IN the rows would come in the order of the statuses, and all would have to be sorted.
    return [...new Set(statuses)].map((status) => ({ kind: "status", status }));
  }
  if (category !== null) return [{ kind: "category", category }];
  if (integrationId !== null) return [{ kind: "integration", integrationId }];
  // Only a 2xx is a success, so whatever answered anything else has a category, and there are few of them.
  if (httpStatus !== null && httpStatus.from >= 300) {
    return ERROR_CATEGORIES.map((word) => ({ kind: "category", category: word }));
  }
  return [{ kind: "log" }];
}

/**
 * The index is named, so that statistics never talk the planner into another one, and a partial index's own condition
 * stands there word for word, because SQLite uses it only then (https://sqlite.org/partialindex.html).
 */
function drive(driver: Driver, bind: Bind): { index: string | null; condition: string[] } {
  switch (driver.kind) {
    case "ids":
      return {
        index: null,
        condition: [`id IN (SELECT value FROM json_each(${bind(JSON.stringify(driver.ids))}))`],
      };
    case "event":
      return {
        index: "deliveries_named_event",
        condition: [`event_id = ${bind(driver.eventId)}`, "substr(event_id, 1, 4) <> 'evt_'"],
      };
    case "status":
      return {
        index: "deliveries_status",
        condition: [`status = ${bind(driver.status)}`, "status <> 'delivered'"],
      };
    case "category":
      return {
        index: "deliveries_category",
        condition: [`category = ${bind(driver.category)}`, "category IS NOT NULL"],
      };
    case "integration":
      return {
        index: "deliveries_integration",
        condition: [`integration_id = ${bind(driver.integrationId)}`],
      };
    case "log":
      return { index: null, condition: [] };
  }
}

function idRange(
  filter: DeliveryFilter,
  place: EventPlace | null,
  { after, order }: QueryRange,
  column: string,
  bind: Bind,
): string[] {
  const moment = place?.kind === "moment" ? place : null;
  const from = Math.max(filter.from ?? 0, moment?.from ?? 0);
  const to = Math.min(filter.to ?? Number.POSITIVE_INFINITY, moment?.to ?? Number.POSITIVE_INFINITY);
  const behind = after === null ? [] : [`${column} ${order === "newest" ? "<" : ">"} ${bind(after)}`];
  return [
    ...behind,
    ...(from > 0 ? [`${column} >= ${bind(firstDeliveryIdAt(from))}`] : []),
    ...(Number.isFinite(to) ? [`${column} < ${bind(firstDeliveryIdAt(to))}`] : []),
  ];
}

/**
 * The filters as conditions, except the driving one. `instr` instead of LIKE: there is nothing to escape, and the
 * platform refuses patterns above 50 bytes.
 */
function otherConditions(filter: DeliveryFilter, driving: Driver["kind"], bind: Bind): string[] {
  const { statuses, category, integrationId, eventId, eventType, httpStatus, correlationId, text } = filter;
  const found: string[] = [];
  if (statuses.length > 0 && driving !== "status") {
    found.push(`status IN (${statuses.map(bind).join(", ")})`);
  }
  if (category !== null && driving !== "category") found.push(`category = ${bind(category)}`);
  if (integrationId !== null && driving !== "integration") {
    found.push(`integration_id = ${bind(integrationId)}`);
  }
  if (eventId !== null && driving !== "event") found.push(`event_id = ${bind(eventId)}`);
  if (eventType !== null && eventType !== "*") found.push(typeCondition(eventType, bind));
  if (httpStatus !== null) {
    found.push(`http_status BETWEEN ${bind(httpStatus.from)} AND ${bind(httpStatus.to)}`);
  }
  if (correlationId !== null) found.push(`correlation_id = ${bind(correlationId)}`);
  if (text !== null) {
    const part = bind(text.toLowerCase());
    const columns = ["coalesce(detail, '')", "event_id", "correlation_id", "id"];
    found.push(`(${columns.map((column) => `instr(lower(${column}), ${part}) > 0`).join(" OR ")})`);
  }
  return found;
}

function typeCondition(eventType: string, bind: Bind): string {
  if (!eventType.endsWith(".*")) return `event_type = ${bind(eventType)}`;
  const prefix = eventType.slice(0, -1);
  return `substr(event_type, 1, ${prefix.length}) = ${bind(prefix)}`;
}
