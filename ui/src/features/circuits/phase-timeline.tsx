import { For } from "solid-js";
import { Card } from "~/components/page.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { absoluteTime, clockTime, dayOf, duration } from "~/primitives/moments.ts";
import { useUrlChoice } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { type CircuitChange, type CircuitPhase, type Segment, segmentsOf, startOf } from "./timeline.ts";

const words = text.circuits.timeline;

const RANGES = ["all", "24h", "1h"] as const;
const SPANS_MS = { all: null, "24h": 86_400_000, "1h": 3_600_000 } as const;

const LOOKS: Readonly<Record<CircuitPhase, string>> = {
  closed: "border-good bg-good/65",
  open: "border-bad bg-bad/65",
  half_open: "border-warn bg-warn/65",
  paused: "border-info bg-info/65",
};
const ROWS: Readonly<Record<CircuitPhase, string>> = {
  closed: "top-0",
  half_open: "top-7",
  open: "top-14",
  paused: "top-21",
};
const ORDER: readonly CircuitPhase[] = ["closed", "half_open", "open", "paused"];

/** The states as steps over time, each on a line of its own: how long, and how often, is seen at once. */
export function PhaseTimeline(props: {
  readonly phase: CircuitPhase;
  readonly changes: readonly CircuitChange[];
}) {
  const [range, setRange] = useUrlChoice("span", RANGES);
  const startMs = () => startOf(props.changes, nowMs(), SPANS_MS[range()]);
  const segments = () => segmentsOf(props.changes, props.phase, startMs(), nowMs());
  const spoken = () =>
    segments()
      .map(({ phase, fromMs, toMs }) => words.part(text.status.circuit[phase], duration(toMs - fromMs)))
      .join(", ");
  return (
    <Card
      title={words.title}
      actions={
        <Segmented
          label={words.range}
          options={RANGES.map((value) => ({ value, label: words.ranges[value] }))}
          value={range()}
          onChange={setRange}
        />
      }
    >
      <div class="flex gap-3">
        <div class="relative h-28 w-18 shrink-0 text-xs text-faint" aria-hidden="true">
          <For each={ORDER}>
            {(phase) => (
              <span class={`absolute left-0 flex h-6 items-center ${ROWS[phase]}`}>
                {text.status.circuit[phase]}
              </span>
            )}
          </For>
        </div>
        <div class="min-w-0 flex-1">
          <div class="relative h-28" role="img" aria-label={words.drawn(spoken())}>
            <For each={ORDER}>
              {(phase) => <div class={`absolute inset-x-0 h-6 rounded bg-sunken ${ROWS[phase]}`} />}
            </For>
            <For each={segments()}>
              {(segment) => <Bar segment={segment} startMs={startMs()} endMs={nowMs()} />}
            </For>
          </div>
          <div class="mt-1.5 flex justify-between text-xs text-faint" aria-hidden="true">
            <span>
              {dayOf(startMs())}, {clockTime(startMs()).slice(0, 5)}
            </span>
            <span>{words.now}</span>
          </div>
        </div>
      </div>
    </Card>
  );
}

function Bar(props: { readonly segment: Segment; readonly startMs: number; readonly endMs: number }) {
  const share = (ms: number) => (100 * (ms - props.startMs)) / (props.endMs - props.startMs);
  const label = () =>
    `${text.status.circuit[props.segment.phase]}, ${duration(props.segment.toMs - props.segment.fromMs)}, ${absoluteTime(props.segment.fromMs)}`;
  return (
    <div
      title={label()}
      class={`absolute h-6 min-w-1 rounded border-l-3 ${LOOKS[props.segment.phase]} ${ROWS[props.segment.phase]}`}
      style={{
        left: `min(${share(props.segment.fromMs)}%, calc(100% - 4px))`,
        width: `${share(props.segment.toMs) - share(props.segment.fromMs)}%`,
      }}
    />
  );
}
