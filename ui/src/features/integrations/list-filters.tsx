import { ArrowDownUp } from "lucide-solid";
import { Show } from "solid-js";
import { Button, IconButton } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { FilterMenu } from "~/components/filter-menu.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Select } from "~/components/select.tsx";
import { useUrlChoice, useUrlList, useUrlText } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { SORTS, type Sort, type Wish } from "./arrange-integrations.ts";

const GRADES = ["green", "amber", "red", "unknown"] as const;
const PHASES = ["closed", "open", "half_open", "paused"] as const;
const ENABLED = ["all", "on", "off"] as const;
const LOOKS = ["cards", "table"] as const;
/** Cards are many nodes each: no more than this at once. */
const CARDS = 60;

/** What the list is narrowed to and how it is laid out: all of it in the address. */
export function useListState() {
  const [search, setSearch] = useUrlText("q");
  const [grades, setGrades] = useKnownList("grade", GRADES);
  const [circuits, setCircuits] = useKnownList("circuit", PHASES);
  const [enabled, setEnabled] = useUrlChoice("enabled", ENABLED);
  const [sort, setSort] = useUrlChoice<Sort>("sort", SORTS);
  const [look, setLook] = useUrlChoice("look", LOOKS);
  const [cards, setCards] = useUrlText("cards");
  const most = () => Math.max(CARDS, Math.floor(Number(cards())) || 0);
  const wish = (): Wish => ({
    text: search() ?? "",
    grades: grades(),
    circuits: circuits(),
    enabled: enabled(),
    sort: sort(),
  });
  const isNarrowed = () =>
    search() !== null || grades().length > 0 || circuits().length > 0 || enabled() !== "all";
  const clear = () => {
    setSearch(null);
    setGrades([]);
    setCircuits([]);
    setEnabled("all");
  };
  const showMore = () => setCards(String(most() + CARDS));
  const setters = { setSearch, setGrades, setCircuits, setEnabled, setSort, setLook };
  return { wish, look, most, showMore, isNarrowed, clear, ...setters };
}

/** What an address names and no box shows would narrow the list without a word. */
function useKnownList(name: string, known: readonly string[]) {
  const [values, setValues] = useUrlList(name);
  return [() => values().filter((value) => known.includes(value)), setValues] as const;
}

export type ListState = ReturnType<typeof useListState>;

export function ListFilters(props: {
  readonly state: ListState;
  readonly onSortAnew: () => void;
  readonly searchRef?: (element: HTMLElement) => void;
}) {
  const words = text.integrations.list;
  const { state } = props;
  return (
    <div class="flex flex-wrap items-center gap-2">
      <div ref={(element) => props.searchRef?.(element)} class="min-w-0 flex-1 basis-56 sm:max-w-80">
        <TextInput
          label={words.search}
          labelHidden
          type="search"
          placeholder={words.search}
          value={state.wish().text}
          onInput={state.setSearch}
        />
      </div>
      <FilterMenu
        label={words.health}
        values={state.wish().grades}
        onChange={state.setGrades}
        options={GRADES.map((value) => ({ value, label: text.status.grade[value] }))}
      />
      <FilterMenu
        label={words.circuit}
        values={state.wish().circuits}
        onChange={state.setCircuits}
        options={PHASES.map((value) => ({ value, label: text.status.circuit[value] }))}
      />
      <Segmented
        label={text.integrations.state.enabled}
        value={state.wish().enabled}
        onChange={state.setEnabled}
        options={ENABLED.map((value) => ({ value, label: words.enabled[value] }))}
      />
      <Show when={state.isNarrowed()}>
        <Button look="quiet" onClick={state.clear}>
          {text.shell.actions.clear}
        </Button>
      </Show>
      <div class="flex flex-1 justify-end gap-2">
        <Select
          class="w-40"
          label={words.sort}
          labelHidden
          value={state.wish().sort}
          onChange={state.setSort}
          options={SORTS.map((value) => ({ value, label: words.sorts[value] }))}
        />
        <IconButton label={words.sortAnew} onClick={() => props.onSortAnew()}>
          <ArrowDownUp class="size-4" aria-hidden="true" />
        </IconButton>
        <Segmented
          label={words.look}
          value={state.look()}
          onChange={state.setLook}
          options={LOOKS.map((value) => ({ value, label: words.looks[value] }))}
        />
      </div>
    </div>
  );
}
