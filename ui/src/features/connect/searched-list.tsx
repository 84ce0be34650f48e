import { type ComponentProps, type JSX, Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { SearchBox } from "./search-box.tsx";

interface SearchedListProps<T> {
  readonly query: ComponentProps<typeof QueryView<T>>["query"];
  readonly words: {
    readonly permission: string;
    readonly group: string;
    readonly search: { readonly label: string; readonly placeholder: string };
    readonly empty: {
      readonly title: string;
      readonly text: string;
      readonly noMatch: string;
      readonly noMatchText: string;
      readonly clear: string;
    };
  };
  /** There is nothing at all, whatever is searched for. */
  readonly isEmpty: (data: T) => boolean;
  /** How to get the first one. */
  readonly create: () => JSX.Element;
  readonly search: string | null;
  readonly onSearch: (search: string | null) => void;
  /** Beside the search. */
  readonly filters?: JSX.Element;
  readonly hasMatches: boolean;
  /** Back to everything. */
  readonly onClear: () => void;
  readonly children: JSX.Element;
}

/** A list that fits on the page and is searched in it; it says whether there is nothing or only nothing that fits. */
export function SearchedList<T>(props: SearchedListProps<T>) {
  return (
    <QueryView
      framed
      query={props.query}
      permission={props.words.permission}
      isEmpty={props.isEmpty}
      empty={
        <Card>
          <Empty title={props.words.empty.title} action={props.create()}>
            {props.words.empty.text}
          </Empty>
        </Card>
      }
    >
      {() => (
        <>
          <div class="flex flex-wrap items-center gap-2">
            <SearchBox
              label={props.words.search.label}
              placeholder={props.words.search.placeholder}
              group={props.words.group}
              value={props.search ?? ""}
              onChange={props.onSearch}
            />
            {props.filters}
          </div>
          <Card flush>
            <Show
              when={props.hasMatches}
              fallback={
                <Empty
                  title={props.words.empty.noMatch}
                  action={<Button onClick={props.onClear}>{props.words.empty.clear}</Button>}
                >
                  {props.words.empty.noMatchText}
                </Empty>
              }
            >
              {props.children}
            </Show>
          </Card>
        </>
      )}
    </QueryView>
  );
}
