import { RANGES, type Range } from "../deliveries/list/delivery-filter.ts";

export const OUTCOMES = ["succeeded", "refused", "failed", "interrupted"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What the log is narrowed to. The names are those of the API, and of the address bar. */
export interface AuditFilter {
  readonly q: string | null;
  /** "integration.updated", or "integration.*" for all of a family. */
  readonly action: string | null;
  readonly actorId: string | null;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly outcome: Outcome | null;
  readonly ip: string | null;
  readonly requestId: string | null;
  /** The last so much, up to now; `from` and `to` stand in its place when one of them is given. */
  readonly range: Range | null;
  readonly from: string | null;
  readonly to: string | null;
}

export const ANY: AuditFilter = {
  q: null,
  action: null,
  actorId: null,
  targetKind: null,
  targetId: null,
  outcome: null,
  ip: null,
  requestId: null,
  range: null,
  from: null,
  to: null,
};

export type FilterPart = keyof AuditFilter;
type AddressParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

const ACTION = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*(\.\*)?$/;
const MOST_LETTERS = 200;

export function isAction(text: string): boolean {
  return ACTION.test(text) && text.length <= 100;
}

/** From the address bar, where anybody may have written anything: what is not known is no filter. */
export function readFilter(parameters: AddressParameters): AuditFilter {
  const given = (name: FilterPart) => {
    const value = [parameters[name]].flat()[0]?.trim().slice(0, MOST_LETTERS);
    return value === undefined || value === "" ? null : value;
  };
  const action = given("action");
  return {
    q: given("q"),
    action: action !== null && isAction(action) ? action : null,
    actorId: given("actorId"),
    targetKind: given("targetKind"),
    targetId: given("targetId"),
    outcome: OUTCOMES.find((outcome) => outcome === given("outcome")) ?? null,
    ip: given("ip"),
    requestId: given("requestId"),
    range: (Object.keys(RANGES) as Range[]).find((range) => range === given("range")) ?? null,
    from: moment(given("from")),
    to: moment(given("to")),
  };
}

export type AuditQuery = { readonly [P in Exclude<FilterPart, "range" | "outcome">]?: string } & {
  readonly outcome?: Outcome;
};

/** The filter as the API takes it. */
export function queryOf(filter: AuditFilter, nowMs: number): AuditQuery {
  const { range, from, to, ...rest } = filter;
  const isExact = from !== null || to !== null;
  const since = !isExact && range !== null ? new Date(nowMs - RANGES[range]).toISOString() : from;
  const all = Object.entries({ ...rest, from: since, to });
  return Object.fromEntries(all.filter(([, value]) => value !== null)) as AuditQuery;
}

export function activeParts(filter: AuditFilter): readonly FilterPart[] {
  return (Object.keys(ANY) as FilterPart[]).filter((part) => filter[part] !== null);
}

export function isAny(filter: AuditFilter): boolean {
  return activeParts(filter).length === 0;
}

/** The address of the log with only this filter: for links from other views and from an entry. */
export function auditLink(orgId: string | null, filter: Partial<AuditFilter>): string {
  const given = Object.entries(filter).filter((pair): pair is [string, string] => pair[1] !== null);
  return `/o/${orgId}/audit?${new URLSearchParams(given)}`;
}

function moment(text: string | null): string | null {
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
