import { useSearchParams } from "@solidjs/router";
import { type Accessor, createMemo } from "solid-js";
import {
  ANY,
  type DeliveryFilter,
  type DeliveryQuery,
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

/** The filter that the address bar holds. */
export function useFilter(): FilterState {
  const [parameters, setParameters] = useSearchParams();
  const filter = createMemo(() => readFilter(parameters), ANY, {
    equals: (before, after) => JSON.stringify(before) === JSON.stringify(after),
  });
  const query = createMemo(() => queryOf(filter(), Date.now()));
  const change = (changes: Partial<DeliveryFilter>) => setParameters(writeFilter(changes), { replace: true });
  return { filter, query, change, clear: () => change(ANY) };
}
