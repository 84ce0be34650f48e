import { For, Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import type { ListHands } from "./entry-actions.tsx";
import { IntegrationCard } from "./integration-card.tsx";
import { IntegrationsTable } from "./integrations-table.tsx";
import type { ListState } from "./list-filters.tsx";
import { onCardKeyDown, useEntryKeys } from "./use-entry-keys.ts";
import type { useShownEntries } from "./use-shown-entries.ts";

/** As cards or as a table. */
export function EntryList(props: {
  readonly shown: ReturnType<typeof useShownEntries>;
  readonly state: ListState;
  readonly hands: ListHands;
}) {
  const words = text.integrations.list;
  let box: HTMLDivElement | undefined;
  const rows = () => props.shown.rows();
  const most = () => props.state.most();
  useEntryKeys(() => box);
  return (
    <div
      ref={box}
      class="flex flex-col gap-4"
      onPointerEnter={() => props.shown.setInside(true)}
      onPointerLeave={() => props.shown.setInside(false)}
    >
      <Show
        when={props.state.look() === "table"}
        fallback={
          // biome-ignore lint/a11y/noStaticElementInteractions: the links in the cards are the way of the keyboard
          <div class="grid grid-cols-1 gap-3 md:grid-cols-2 xl:grid-cols-3" onKeyDown={onCardKeyDown}>
            <For each={rows().slice(0, most())}>
              {(row, index) => <IntegrationCard entry={row.entry()} index={index()} hands={props.hands} />}
            </For>
          </div>
        }
      >
        <Card flush>
          <IntegrationsTable rows={rows()} hands={props.hands} />
        </Card>
      </Show>
      <Show when={props.state.look() === "cards" && rows().length > most()}>
        <Button class="self-center" onClick={props.state.showMore}>
          {words.showMore(rows().length - most())}
        </Button>
      </Show>
    </div>
  );
}
