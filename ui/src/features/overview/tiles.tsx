import { Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Sparkline } from "~/components/chart/sparkline.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { absoluteTime, duration } from "~/primitives/moments.ts";
import { compact, count, percent } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { deliveriesLink, rateOf, tried, volumeOf } from "./figures.ts";
import { LatencyTile } from "./latency-tile.tsx";
import { Tile } from "./tile.tsx";
import type { Overview } from "./use-overview.ts";
import { WaitingTile } from "./waiting-tile.tsx";

const words = text.overview.tiles;

/** The figures of the range, and below them what is true right now. */
export function Tiles(props: { readonly overview: Overview }) {
  return (
    <div class="grid grid-cols-2 gap-px overflow-hidden rounded-xl border bg-line shadow-card lg:grid-cols-4">
      <SuccessTile overview={props.overview} />
      <Tile
        label={words.deliveries}
        value={compact(volumeOf(props.overview.totals))}
        detail={words.volumeDetail(
          props.overview.totals.waiting,
          props.overview.totals.deadLettered + props.overview.totals.discarded,
        )}
        href={deliveriesLink(organizationId(), { range: props.overview.window })}
      />
      <LatencyTile latency={props.overview.latency} />
      <DeadTile overview={props.overview} />
      <OldestTile oldest={props.overview.oldestUndelivered} />
      <WaitingTile waiting={props.overview.waiting} />
      <CircuitsTile overview={props.overview} />
    </div>
  );
}

function SuccessTile(props: { readonly overview: Overview }) {
  const rate = () => props.overview.successRate;
  const tone = () => {
    const value = rate();
    if (value === null || value >= 95) return undefined;
    return value < 80 ? "bad" : "warn";
  };
  return (
    <Tile
      label={words.successRate}
      value={rate() === null ? "–" : percent((rate() ?? 0) / 100)}
      tone={tone()}
      detail={
        rate() === null
          ? words.nothingTried
          : words.successDetail(props.overview.totals.delivered, tried(props.overview.totals))
      }
      aside={
        <Sparkline
          values={rateOf(props.overview.buckets)}
          label={words.trend}
          class="hidden h-7 w-20 text-accent sm:block"
        />
      }
    />
  );
}

function DeadTile(props: { readonly overview: Overview }) {
  const may = useMay();
  const dead = () => props.overview.deadLetters;
  return (
    <Tile
      label={words.deadLetters}
      value={`${dead().exact ? "" : "≥ "}${count(dead().count)}`}
      detail={dead().count === 0 ? words.noDead : words.deadDetail}
      tone={dead().count === 0 ? undefined : "bad"}
      href={may("deadletters:read") ? `/o/${organizationId()}/dead-letters` : undefined}
    />
  );
}

function OldestTile(props: { readonly oldest: Overview["oldestUndelivered"] }) {
  return (
    <Show when={props.oldest} fallback={<Tile label={words.oldest} value="–" detail={words.noOldest} />}>
      {(oldest) => (
        <Tile
          label={words.oldest}
          value={
            <time datetime={oldest().since} title={absoluteTime(Date.parse(oldest().since))}>
              {duration(Math.max(0, nowMs() - Date.parse(oldest().since)))}
            </time>
          }
          detail={text.status.delivery[oldest().status]}
          href={`/o/${organizationId()}/deliveries/${oldest().deliveryId}`}
        />
      )}
    </Show>
  );
}

function CircuitsTile(props: { readonly overview: Overview }) {
  const paused = () => props.overview.circuits?.filter(({ phase }) => phase === "paused").length ?? 0;
  const open = () => (props.overview.circuits?.length ?? 0) - paused();
  return (
    <Show when={props.overview.circuits !== null}>
      <Tile
        label={words.circuits}
        value={open() + paused() === 0 ? words.circuitsClosed : words.circuitsOpen(open())}
        tone={open() > 0 ? "bad" : undefined}
        detail={words.circuitsPaused(paused())}
        href={`/o/${organizationId()}/circuits`}
      />
    </Show>
  );
}
