import { Match, Show, Switch } from "solid-js";
import { zoneName } from "~/components/chart/zone-name.ts";
import { Segmented } from "~/components/segmented.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { absoluteTime, clockTime } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import { isLive, isOfOtherRange } from "./freshness.ts";
import type { OverviewQuery, OverviewWindow } from "./use-overview.ts";

const words = text.overview;
const SHOWN: readonly OverviewWindow[] = ["1h", "24h", "7d"];

/** Which range, of which range the figures are, and how old. */
export function RangeBar(props: {
  readonly chosen: OverviewWindow;
  readonly onChange: (window: OverviewWindow) => void;
  readonly query: OverviewQuery;
}) {
  const figures = () => ({
    shown: props.query.shown(),
    chosen: props.chosen,
    answeredAt: props.query.answeredAt(),
    isFailing: props.query.isFailing(),
  });
  return (
    <div class="flex flex-wrap items-center gap-3">
      <Show when={props.query.shown()}>
        {(shown) => {
          const at = () => Date.parse(shown().measuredAt);
          return (
            <span
              role="status"
              class="flex items-center gap-1.5 text-xs text-faint"
              title={absoluteTime(at())}
            >
              <Switch>
                <Match when={isOfOtherRange(figures())}>
                  <span class="font-medium text-warn">{words.still(words.rangeNames[shown().window])}</span>
                </Match>
                <Match when={isLive(figures(), nowMs())}>
                  <span class="size-1.5 rounded-full bg-good" aria-hidden="true" />
                  <span class="text-soft">{words.live}</span>
                </Match>
                <Match when={true}>
                  <span class="font-medium text-warn">{words.notLive}</span>
                </Match>
              </Switch>
              <time datetime={shown().measuredAt} class="tabular-nums">
                {words.asOf(`${clockTime(at())} ${zoneName(at())}`)}
              </time>
            </span>
          );
        }}
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
