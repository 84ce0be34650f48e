import { A } from "@solidjs/router";
import { For } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { compact } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { deliveriesLink } from "./figures.ts";
import type { Overview } from "./use-overview.ts";

const STATUSES = ["pending", "held", "retrying"] as const;

/** What has been accepted and is not there yet, by why. */
export function WaitingTile(props: { readonly waiting: Overview["waiting"] }) {
  return (
    <div class="min-w-0 bg-surface px-4 py-3">
      <h2 class="text-xs font-medium text-soft">{text.overview.tiles.waiting}</h2>
      <ul class="mt-1.5 grid grid-cols-3 gap-2">
        <For each={STATUSES}>
          {(status) => (
            <li class="min-w-0">
              <A
                href={deliveriesLink(organizationId(), { status })}
                class="block rounded hover:text-accent-ink"
              >
                <span class="block truncate text-2xl leading-8 font-semibold tracking-tight tabular-nums">
                  {props.waiting[status].exact ? "" : "≥ "}
                  {compact(props.waiting[status].count)}
                </span>
                <span class="mt-0.5 block truncate text-xs text-faint">{text.status.delivery[status]}</span>
              </A>
            </li>
          )}
        </For>
      </ul>
    </div>
  );
}
