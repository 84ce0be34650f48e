import { type JSX, Show } from "solid-js";
import { Badge, type Tone } from "~/components/badge.tsx";
import { text } from "~/text/index.ts";
import { type MeterState, meterShare, meterState } from "./meter-state.ts";

const words = text.settings.usage;
const TONES: Readonly<Record<MeterState, Tone>> = {
  unlimited: "neutral",
  fine: "good",
  near: "warn",
  full: "bad",
};
const BARS: Readonly<Record<MeterState, string>> = {
  unlimited: "bg-line-strong",
  fine: "bg-good",
  near: "bg-warn",
  full: "bg-bad",
};

interface MeterProps {
  readonly label: string;
  readonly hint: string;
  readonly used: number;
  readonly limit: number | null;
  readonly say: (value: number) => string;
  readonly note?: JSX.Element;
}

/** How much of what may be used is used: a bar, the figures, and a word for how it stands. */
export function Meter(props: MeterProps) {
  const state = () => meterState(props.used, props.limit);
  const figures = () =>
    props.limit === null
      ? words.used(props.say(props.used))
      : words.of(props.say(props.used), props.say(props.limit));
  return (
    <div class="rounded-xl border border-line bg-surface p-4 shadow-card">
      <div class="flex items-center justify-between gap-2">
        <h2 class="text-sm font-semibold text-ink">{props.label}</h2>
        <Badge tone={TONES[state()]}>{words.words[state()]}</Badge>
      </div>
      <p class="mt-2 text-lg font-semibold text-ink tabular-nums">{figures()}</p>
      <div
        role="meter"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={props.limit ?? props.used}
        aria-valuenow={Math.min(props.used, props.limit ?? props.used)}
        aria-valuetext={`${figures()}: ${words.words[state()]}`}
        class="mt-2 h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div
          class={`h-full rounded-full ${BARS[state()]}`}
          style={{ width: `${meterShare(props.used, props.limit) * 100}%` }}
        />
      </div>
      <p class="mt-2 text-xs text-faint">{props.hint}</p>
      <Show when={props.note}>
        <p class="mt-0.5 text-xs text-faint">{props.note}</p>
      </Show>
    </div>
  );
}
