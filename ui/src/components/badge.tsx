import type { JSX } from "solid-js";

export type Tone = "neutral" | "good" | "warn" | "bad" | "info" | "accent";

const TONES: Readonly<Record<Tone, string>> = {
  neutral: "bg-sunken text-soft border-line",
  good: "bg-good-soft text-good border-transparent",
  warn: "bg-warn-soft text-warn border-transparent",
  bad: "bg-bad-soft text-bad border-transparent",
  info: "bg-info-soft text-info border-transparent",
  accent: "bg-accent-soft text-accent-ink border-transparent",
};

/** A word about a state. The word says it; the colour only helps. */
export function Badge(props: {
  readonly tone?: Tone;
  readonly children: JSX.Element;
  readonly title?: string;
}) {
  return (
    <span
      title={props.title}
      class={`inline-flex items-center gap-1 rounded-full border px-2 py-px text-xs font-medium whitespace-nowrap ${TONES[props.tone ?? "neutral"]}`}
    >
      {props.children}
    </span>
  );
}
