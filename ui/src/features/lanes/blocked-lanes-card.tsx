import { createMemo, createSignal, For, Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { Confirm } from "~/components/dialog.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { LoadingRows } from "~/components/states.tsx";
import { text } from "~/text/index.ts";
import { useDeliveryActions } from "../deliveries/detail/use-delivery-actions.ts";
import { keepPlace } from "./keep-place.ts";
import { laneName } from "./lane-name.ts";
import { LaneRow } from "./lane-row.tsx";
import { type BlockedLane, useBlockedLanes } from "./use-blocked-lanes.ts";

const words = text.lanes;

interface BlockedLanesProps {
  readonly id: string;
  readonly order: { readonly key: string | null; readonly onDeadLetter: "block" | "skip" };
}

/** What an ordered integration does not deliver because something before it was given up. */
export function BlockedLanesCard(props: BlockedLanesProps) {
  let list: HTMLUListElement | undefined;
  const lanes = useBlockedLanes(props.id);
  const { act } = useDeliveryActions();
  const [busy, setBusy] = createSignal<string | null>(null);
  const [asking, setAsking] = createSignal<BlockedLane | null>(null);
  // By name, so that a row stays the same while its numbers change under the reader's hand.
  const names = createMemo(() => lanes.rows().map(({ lane }) => lane));
  const byName = createMemo(() => new Map(lanes.rows().map((lane) => [lane.lane, lane])));
  const place = keepPlace(() => list, names);
  const nameOf = (lane: BlockedLane) => laneName(lane.key, props.order.key);

  const perform = async (action: "retry" | "discard", { lane, deliveryId }: BlockedLane) => {
    setBusy(lane);
    const index = names().indexOf(lane);
    if (await act(action, deliveryId)) place.expect(index);
    setBusy(null);
    setAsking(null);
  };

  return (
    <Card title={words.title} flush>
      <QueryView
        query={lanes.query}
        permission="deadletters:read"
        loading={<LoadingRows rows={1} />}
        isEmpty={() => names().length === 0}
        empty={
          <p class="px-4 py-3 text-sm text-soft">
            {props.order.onDeadLetter === "skip" ? words.skips : words.none}
          </p>
        }
      >
        {() => (
          <>
            <p class="px-4 pt-3 text-sm text-soft">{words.explained}</p>
            <ul ref={list} aria-label={words.list} class="divide-y divide-line">
              <For each={names()}>
                {(name) => (
                  <Show when={byName().get(name)}>
                    {(lane) => (
                      <LaneRow
                        lane={lane()}
                        name={nameOf(lane())}
                        busy={busy() === name}
                        onRetry={() => void perform("retry", lane())}
                        onDiscard={() => setAsking(lane())}
                      />
                    )}
                  </Show>
                )}
              </For>
            </ul>
            <Show when={lanes.hasMore()}>
              <div class="border-t px-4 py-2">
                <Button look="quiet" size="small" busy={lanes.isFetchingMore()} onClick={lanes.more}>
                  {words.more}
                </Button>
              </div>
            </Show>
          </>
        )}
      </QueryView>
      <DiscardDialog
        lane={asking()}
        nameOf={nameOf}
        busy={busy() !== null}
        onClose={() => setAsking(null)}
        onConfirm={(lane) => void perform("discard", lane)}
      />
    </Card>
  );
}

function DiscardDialog(props: {
  readonly lane: BlockedLane | null;
  readonly nameOf: (lane: BlockedLane) => string;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (lane: BlockedLane) => void;
}) {
  const explained = () =>
    props.lane === null
      ? ""
      : words.discardExplained(props.nameOf(props.lane), props.lane.deadLetters, props.lane.waiting);
  return (
    <Confirm
      open={props.lane !== null}
      onClose={props.onClose}
      onConfirm={() => props.lane !== null && props.onConfirm(props.lane)}
      title={words.discardTitle}
      description={explained()}
      confirm={words.discard}
      busy={props.busy}
      danger
    />
  );
}
