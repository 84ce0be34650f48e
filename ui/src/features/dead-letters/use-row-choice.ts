import { type Accessor, createEffect, createMemo, createSignal, on } from "solid-js";
import { chooseRows } from "./choose-rows.ts";

export interface RowChoice {
  /** Of the rows that are listed now: what is gone is chosen no more. */
  readonly chosen: Accessor<ReadonlySet<string>>;
  readonly has: (id: string) => boolean;
  readonly isAll: () => boolean;
  /** @param isRange with all between it and the one that was turned before */
  readonly turn: (id: string, on: boolean, isRange: boolean) => void;
  readonly turnAll: (on: boolean) => void;
  readonly clear: () => void;
}

/** @param question what the list is narrowed to: what was chosen out of another list is not meant any more */
export function useRowChoice(ids: Accessor<readonly string[]>, question: Accessor<string>): RowChoice {
  const [wanted, setWanted] = createSignal<ReadonlySet<string>>(new Set());
  const chosen = createMemo<ReadonlySet<string>>(() => {
    const all = wanted();
    return all.size === 0 ? all : new Set(ids().filter((id) => all.has(id)));
  });
  let last: string | null = null;
  const clear = () => {
    last = null;
    setWanted(new Set<string>());
  };
  createEffect(on(question, clear, { defer: true }));
  return {
    chosen,
    has: (id) => chosen().has(id),
    isAll: () => chosen().size > 0 && chosen().size === ids().length,
    turn: (id, isOn, isRange) => {
      setWanted(chooseRows(chosen(), ids(), { id, on: isOn, through: isRange ? last : null }));
      last = id;
    },
    turnAll: (isOn) => (isOn ? setWanted(new Set(ids())) : clear()),
    clear,
  };
}
