import { A } from "@solidjs/router";
import { RotateCw, Trash2 } from "lucide-solid";
import { Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Moment } from "~/components/moment.tsx";
import { text } from "~/text/index.ts";
import type { BlockedLane } from "./use-blocked-lanes.ts";

const words = text.lanes;

interface LaneRowProps {
  readonly lane: BlockedLane;
  readonly name: string;
  readonly busy: boolean;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
}

/** One lane: since when, what stops it, what waits, and what can be done about it. */
export function LaneRow(props: LaneRowProps) {
  const may = useMay();
  return (
    <li class="flex flex-col gap-1.5 px-4 py-3 text-sm">
      <div class="flex items-baseline justify-between gap-3">
        <span
          class={`min-w-0 truncate font-medium text-ink ${props.lane.key.kind === "value" ? "font-mono" : ""}`}
          title={props.name}
        >
          {props.name}
        </span>
        <Show when={props.lane.since}>
          {(since) => (
            <span class="shrink-0 text-xs text-faint">
              {words.since} <Moment at={since()} />
            </span>
          )}
        </Show>
      </div>
      <div class="flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
        <p class="text-soft tabular-nums">
          {words.stops(props.lane.deadLetters, props.lane.waiting, props.lane.waitingExact)}
        </p>
        <div class="flex flex-wrap gap-1.5">
          <Show when={may("deliveries:read")}>
            <A
              class="inline-flex h-7 items-center px-1.5 text-xs font-medium text-accent-ink hover:underline"
              href={`/o/${organizationId()}/deliveries/${props.lane.deliveryId}`}
              aria-label={words.showOf(props.name)}
            >
              {words.show}
            </A>
          </Show>
          <Show when={may("deadletters:retry")}>
            <Button
              size="small"
              busy={props.busy}
              aria-label={words.retryOf(props.name)}
              onClick={props.onRetry}
            >
              <RotateCw class="size-3.5" aria-hidden="true" />
              {words.retry}
            </Button>
          </Show>
          <Show when={may("deadletters:discard")}>
            <Button size="small" aria-label={words.discardOf(props.name)} onClick={props.onDiscard}>
              <Trash2 class="size-3.5" aria-hidden="true" />
              {words.discard}
            </Button>
          </Show>
        </div>
      </div>
    </li>
  );
}
