import { type Accessor, createMemo, createSignal, untrack } from "solid-js";
import { arrange, type Entry, type Wish } from "./arrange-integrations.ts";
import { keepOrder } from "./keep-order.ts";

/** A place in the list. It stays the same while what it shows changes, and so does what is drawn for it, with the focus in it. */
export interface EntryRow {
  readonly id: string;
  readonly entry: Accessor<Entry>;
}

/**
 * The list as it is wished for. Its order holds while somebody is in it, and after they changed something in it: until they
 * sort it anew, wish for something else, or leave.
 */
export function useShownEntries(
  all: Accessor<readonly Entry[]>,
  wish: Accessor<Wish>,
  isWhole: Accessor<boolean>,
) {
  const [isInside, setInside] = createSignal(false);
  const [heldFor, setHeldFor] = createSignal<string | null>(null);
  const wished = createMemo(() => JSON.stringify(wish()));
  let shownFor = "";
  const ordered = createMemo((shown: readonly Entry[]): readonly Entry[] => {
    const now = wished();
    const isHeld = isWhole() && now === shownFor && (isInside() || heldFor() === now);
    shownFor = now;
    const arranged = arrange(all(), untrack(wish));
    const ids = shown.map(({ integration }) => integration.id);
    return isHeld ? keepOrder(ids, arranged, all()) : arranged;
  }, []);

  const entryOf = createMemo(() => new Map(ordered().map((entry) => [entry.integration.id, entry])));
  const known = new Map<string, EntryRow>();
  const rowOf = (first: Entry): EntryRow => {
    const { id } = first.integration;
    const row = known.get(id) ?? makeRow(id, first);
    known.set(id, row);
    return row;
  };
  const makeRow = (id: string, first: Entry): EntryRow => {
    let last = first;
    // A row that leaves the list is asked once more while it goes.
    return { id, entry: () => (last = entryOf().get(id) ?? last) };
  };
  const rows = createMemo(() => ordered().map(rowOf), [], {
    equals: (before, now) => before.length === now.length && before.every((row, at) => row === now[at]),
  });
  return {
    rows,
    setInside,
    /** Something in the list was changed by hand. */
    hold: () => setHeldFor(wished()),
    sortAnew: () => {
      setHeldFor(null);
      setInside(false);
    },
  };
}
