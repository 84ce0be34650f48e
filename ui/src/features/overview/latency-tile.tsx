import { For } from "solid-js";
import { duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import type { Overview } from "./use-overview.ts";

const words = text.overview.tiles;

/** How long the targets take to answer: half of them, most of them, and the slow end. */
export function LatencyTile(props: { readonly latency: Overview["latency"] }) {
  const parts = () => [
    { name: words.p50, ms: props.latency.p50Ms },
    { name: words.p95, ms: props.latency.p95Ms },
    { name: words.p99, ms: props.latency.p99Ms },
  ];
  return (
    <div class="col-span-2 min-w-0 bg-surface px-4 py-3">
      <h2 class="text-xs font-medium text-soft">{words.latency}</h2>
      <dl class="mt-1.5 grid grid-cols-3 gap-3">
        <For each={parts()}>
          {(part) => (
            <div class="min-w-0">
              <dd class="truncate text-2xl leading-8 font-semibold tracking-tight text-ink tabular-nums">
                {part.ms === null ? "–" : duration(part.ms)}
              </dd>
              <dt class="mt-0.5 text-xs text-faint">{part.name}</dt>
            </div>
          )}
        </For>
      </dl>
      <p class="sr-only">{words.latencyDetail(props.latency.attempts)}</p>
    </div>
  );
}
