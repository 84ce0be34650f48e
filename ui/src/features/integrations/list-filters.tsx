import { Show } from "solid-js";
import { Button } from "~/components/button.tsx";
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

/** What the list is narrowed to and how it is laid out: all of it in the address. */
export function useListState() {
  const [search, setSearch] = useUrlText("q");
  const [grades, setGrades] = useUrlList("grade");
  const [circuits, setCircuits] = useUrlList("circuit");
  const [enabled, setEnabled] = useUrlChoice("enabled", ENABLED);
  const [sort, setSort] = useUrlChoice<Sort>("sort", SORTS);
  const [look, setLook] = useUrlChoice("look", LOOKS);
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
  const setters = { setSearch, setGrades, setCircuits, setEnabled, setSort, setLook };
  return { wish, look, isNarrowed, clear, ...setters };
}

type ListState = ReturnType<typeof useListState>;

export function ListFilters(props: {
  readonly state: ListState;
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
