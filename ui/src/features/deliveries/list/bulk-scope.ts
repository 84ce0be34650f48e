import type { components } from "~/api/openapi.d.ts";
import type { DeliveryQuery } from "./delivery-filter.ts";

type Schemas = components["schemas"];
type ReplayFilter = Partial<Schemas["ReplayRequest"]["filter"]>;
type CancelFilter = Partial<Schemas["CancelRequest"]["filter"]>;

const REPLAYABLE = ["delivered", "dead_lettered", "cancelled", "duplicate"] as const;
const CANCELLABLE = ["held", "retrying"] as const;
/** As many as the API takes by name. */
export const MAX_IDS = 1_000;

export interface ListedRow {
  readonly id: string;
  readonly status: string;
}

/** What a bulk action is about: the whole filter, the rows that are listed, or why it cannot be. */
export type Scope<F> =
  | { readonly kind: "filter"; readonly filter: F }
  | { readonly kind: "listed"; readonly filter: F; readonly rows: number }
  | { readonly kind: "none" };

/** Replaying everything there ever was is no wish: without a beginning it is about the rows that one sees. */
export function replayScope(query: DeliveryQuery, rows: readonly ListedRow[]): Scope<ReplayFilter> {
  return scopeOf(query, rows, REPLAYABLE, query.from !== undefined);
}

export function cancelScope(query: DeliveryQuery, rows: readonly ListedRow[]): Scope<CancelFilter> {
  return scopeOf(query, rows, CANCELLABLE, true);
}

function scopeOf<const S extends string>(
  query: DeliveryQuery,
  rows: readonly ListedRow[],
  possible: readonly S[],
  mayBeWhole: boolean,
): Scope<Omit<DeliveryQuery, "status"> & { status?: S[]; ids?: string[] }> {
  const { status, httpStatus, eventId, correlationId, ...rest } = query;
  const wanted = possible.filter((one) => status === undefined || status.some((chosen) => chosen === one));
  if (wanted.length === 0) return { kind: "none" };
  const isKnown = httpStatus === undefined && eventId === undefined && correlationId === undefined;
  if (isKnown && mayBeWhole) return { kind: "filter", filter: { ...rest, status: [...wanted] } };
  const fitting = rows.filter((row) => wanted.some((one) => one === row.status)).slice(0, MAX_IDS);
  if (fitting.length === 0) return { kind: "none" };
  return {
    kind: "listed",
    filter: { status: [...wanted], ids: fitting.map(({ id }) => id) },
    rows: fitting.length,
  };
}
