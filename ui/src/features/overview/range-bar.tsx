import { Show } from "solid-js";
import { Segmented } from "~/components/segmented.tsx";
import { absoluteTime, clockTime, zoneOf } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import type { OverviewWindow } from "./use-overview.ts";

const words = text.overview;
const SHOWN: readonly OverviewWindow[] = ["1h", "24h", "7d"];

/** Which range, and how old the figures are. */
export function RangeBar(props: {
  readonly chosen: OverviewWindow;
  readonly onChange: (window: OverviewWindow) => void;
  readonly measuredAt: string | null;
  /** The last question failed: what is shown is from before. */
  readonly isOld: boolean;
}) {
  return (
    <div class="flex flex-wrap items-center gap-3">
      <Show when={props.measuredAt}>
        {(at) => (
          <span class="flex items-center gap-1.5 text-xs text-faint" title={absoluteTime(Date.parse(at()))}>
            <Show when={!props.isOld} fallback={<span class="text-soft">{words.old}</span>}>
              <span class="size-1.5 rounded-full bg-good" aria-hidden="true" />
              <span class="text-soft">{words.live}</span>
            </Show>
            <time datetime={at()} class="tabular-nums">
              {words.asOf(clockTime(Date.parse(at())), zoneOf(Date.parse(at())))}
            </time>
          </span>
        )}
      </Show>
      <Segmented
        label={words.range}
        options={SHOWN.map((value) => ({ value, label: words.ranges[value] }))}
        value={props.chosen}
        onChange={props.onChange}
      />
    </div>
  );
}
