import { ChevronDown, RotateCw, Square } from "lucide-solid";
import { createSignal, Match, Show, Switch } from "solid-js";
import { useMay } from "~/api/account.ts";
import { buttonClass } from "~/components/button.tsx";
import { Menu, MenuHeading, MenuItem } from "~/components/menu.tsx";
import { BulkDialog } from "~/features/jobs/bulk-dialog.tsx";
import type { BulkWish } from "~/features/jobs/bulk-requests.ts";
import { text } from "~/text/index.ts";
import type { Delivery } from "../delivery-types.ts";
import { cancelScope, replayScope } from "./bulk-scope.ts";
import type { DeliveryQuery } from "./delivery-filter.ts";

const words = text.deliveries.bulk;

/** What can be done with everything that the list is narrowed to. */
export function BulkMenu(props: { readonly query: DeliveryQuery; readonly rows: readonly Delivery[] }) {
  const may = useMay();
  const [wish, setWish] = createSignal<BulkWish | null>(null);
  const replay = () => (may("deliveries:replay") ? replayScope(props.query, props.rows) : NONE);
  const cancel = () => (may("deadletters:discard") ? cancelScope(props.query, props.rows) : NONE);
  return (
    <Show when={may("deliveries:replay") || may("deadletters:discard")}>
      <Menu
        label={words.label}
        triggerClass={buttonClass()}
        trigger={
          <>
            {words.open}
            <ChevronDown class="size-3.5 text-faint" aria-hidden="true" />
          </>
        }
      >
        <Show when={replay().kind === "none" && cancel().kind === "none"}>
          <MenuHeading>{words.notThese}</MenuHeading>
        </Show>
        <Show when={scope(replay())}>
          {(known) => (
            <MenuItem onSelect={() => setWish({ kind: "replay_deliveries", filter: known().filter })}>
              <RotateCw class="size-3.5" aria-hidden="true" />
              <Switch fallback={words.replay}>
                <Match when={listedIn(replay())}>{(rows) => <>{words.replayListed(rows())}</>}</Match>
              </Switch>
            </MenuItem>
          )}
        </Show>
        <Show when={scope(cancel())}>
          {(known) => (
            <MenuItem onSelect={() => setWish({ kind: "cancel_waiting", filter: known().filter })} danger>
              <Square class="size-3.5" aria-hidden="true" />
              <Switch fallback={words.cancel}>
                <Match when={listedIn(cancel())}>{(rows) => <>{words.cancelListed(rows())}</>}</Match>
              </Switch>
            </MenuItem>
          )}
        </Show>
      </Menu>
      <BulkDialog wish={wish()} onClose={() => setWish(null)} />
    </Show>
  );
}

const NONE = { kind: "none" } as const;

function scope<F>(given: { kind: "none" } | { kind: "filter" | "listed"; filter: F }) {
  return given.kind === "none" ? undefined : given;
}

function listedIn(
  given: ReturnType<typeof replayScope> | ReturnType<typeof cancelScope>,
): number | undefined {
  return given.kind === "listed" ? given.rows : undefined;
}
