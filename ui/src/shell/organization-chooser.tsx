import { Search } from "lucide-solid";
import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { text } from "~/text/index.ts";
import { useMyOrganizations } from "./my-organizations.ts";
import { OrganizationOption } from "./organization-option.tsx";

const words = text.shell.organization;
const PAUSE_MS = 200;

interface ChooserProps {
  readonly onChoose: (orgId: string) => void;
  /** Leads to where they are made and deleted; absent for whoever may not see them. */
  readonly onManage: (() => void) | undefined;
}

/** A field with a list under it: the arrows go through the list while the field keeps the focus. */
export function OrganizationChooser(props: ChooserProps) {
  const [typed, setTyped] = createSignal("");
  const [wanted, setWanted] = createSignal("");
  const [chosen, setChosen] = createSignal(0);
  const found = useMyOrganizations(wanted, () => true);
  const items = createMemo(() => found.data?.pages.flatMap((page) => page.items) ?? []);
  const isSearch = () => wanted().trim() !== "";

  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const type = (value: string) => {
    setTyped(value);
    clearTimeout(timer);
    timer = setTimeout(() => setWanted(value), PAUSE_MS);
  };
  // A search begins at its first hit; the whole list at where one is.
  createEffect(
    on([wanted, () => found.isSuccess], () => {
      const here = items().findIndex(({ id }) => id === organizationId());
      setChosen(isSearch() || here < 0 ? 0 : here);
    }),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const last = items().length - 1;
    if (event.key === "ArrowDown") setChosen((at) => (at >= last ? 0 : at + 1));
    else if (event.key === "ArrowUp") setChosen((at) => (at <= 0 ? Math.max(0, last) : at - 1));
    else if (event.key === "Enter") {
      const item = items()[chosen()];
      // What is typed and not yet searched must not switch to what was found before it.
      if (item !== undefined && typed() === wanted()) props.onChoose(item.id);
    } else return;
    event.preventDefault();
  };

  return (
    <>
      <div class="flex items-center gap-2.5 border-b px-3">
        <Search class="size-4 shrink-0 text-faint" aria-hidden="true" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="organization-list"
          aria-activedescendant={items().length === 0 ? undefined : `organization-${chosen()}`}
          aria-label={words.search}
          placeholder={words.search}
          autocomplete="off"
          spellcheck={false}
          class="h-10 min-w-0 flex-1 bg-transparent text-sm text-ink outline-none placeholder:text-faint focus-visible:shadow-[inset_0_-2px_0_var(--accent)]"
          value={typed()}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div class="min-h-0 flex-1 overflow-y-auto p-1.5">
        <QueryView
          query={found}
          isEmpty={() => items().length === 0}
          empty={
            <p role="status" class="px-2 py-6 text-center text-sm text-faint">
              {words.noHit}
            </p>
          }
        >
          {() => (
            <>
              <div id="organization-list" role="listbox" aria-label={words.list}>
                <For each={items()}>
                  {(organization, index) => (
                    <OrganizationOption
                      organization={organization}
                      index={index()}
                      flat={isSearch()}
                      chosen={chosen() === index()}
                      onHover={() => setChosen(index())}
                      onChoose={() => props.onChoose(organization.id)}
                    />
                  )}
                </For>
              </div>
              <Show when={found.hasNextPage}>
                <Button
                  look="quiet"
                  class="w-full"
                  busy={found.isFetchingNextPage}
                  onClick={() => void found.fetchNextPage()}
                >
                  {words.more}
                </Button>
              </Show>
            </>
          )}
        </QueryView>
      </div>
      <footer class="flex items-center justify-between gap-3 border-t px-3 py-1.5 text-xs text-faint">
        <span class="hidden sm:inline">{words.keys}</span>
        <Show when={props.onManage}>
          {(manage) => (
            <Button look="quiet" size="small" class="ml-auto" onClick={() => manage()()}>
              {words.manage}
            </Button>
          )}
        </Show>
      </footer>
    </>
  );
}
