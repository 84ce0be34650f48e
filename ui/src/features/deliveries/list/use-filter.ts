import { useSearchParams } from "@solidjs/router";
import { type Accessor, createMemo } from "solid-js";
import {
  ANY,
  type DeliveryFilter,
  type DeliveryQuery,
  type FilterPart,
  queryOf,
  readFilter,
  writeFilter,
} from "./delivery-filter.ts";

export interface FilterState {
  readonly filter: Accessor<DeliveryFilter>;
  /** The same as the API takes it. "The last hour" begins when it was chosen. */
  readonly query: Accessor<DeliveryQuery>;
  readonly change: (changes: Partial<DeliveryFilter>) => void;
  readonly clear: () => void;
}

/** What dead letters are not asked for by: their status is a given, and the rest is not among their filters. */
export const NOT_OF_DEAD_LETTERS = ["status", "httpStatus", "eventId", "correlationId"] as const;

/** The filter that the address bar holds, but for the parts that this list does not know. */
export function useFilter(unknown: readonly FilterPart[] = []): FilterState {
  const [parameters, setParameters] = useSearchParams();
  const none = Object.fromEntries(unknown.map((part) => [part, ANY[part]]));
  const filter = createMemo(() => ({ ...readFilter(parameters), ...none }), ANY, {
    equals: (before, after) => JSON.stringify(before) === JSON.stringify(after),
  });
  const query = createMemo(() => queryOf(filter(), Date.now()));
  const change = (changes: Partial<DeliveryFilter>) => setParameters(writeFilter(changes), { replace: true });
  return { filter, query, change, clear: () => change(ANY) };
}
