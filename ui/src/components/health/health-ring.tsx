const RADIUS = 15;
const LENGTH = 2 * Math.PI * RADIUS;

export type Grade = "green" | "amber" | "red" | "unknown";

const STROKES: Readonly<Record<Grade, string>> = {
  green: "text-good",
  amber: "text-warn",
  red: "text-bad",
  unknown: "text-faint",
};

/** A score as a ring that fills; the number in it and the word beside it say the same without colour. */
export function HealthRing(props: {
  readonly score: number | null;
  readonly grade: Grade;
  readonly size?: number;
}) {
  return (
    <svg
      viewBox="0 0 36 36"
      width={props.size ?? 36}
      height={props.size ?? 36}
      class={`shrink-0 ${STROKES[props.grade]}`}
      aria-hidden="true"
    >
      <circle cx="18" cy="18" r={RADIUS} fill="none" class="stroke-line" stroke-width="3" />
      <circle
        cx="18"
        cy="18"
        r={RADIUS}
        fill="none"
        stroke="currentColor"
        stroke-width="3"
        stroke-linecap={(props.score ?? 0) === 0 ? "butt" : "round"}
        stroke-dasharray={`${((props.score ?? 0) / 100) * LENGTH} ${LENGTH}`}
        transform="rotate(-90 18 18)"
      />
      <text
        x="18"
        y="18"
        text-anchor="middle"
        dominant-baseline="central"
        class="fill-ink font-sans text-[11px] font-semibold"
      >
        {props.score === null ? "–" : Math.round(props.score)}
      </text>
    </svg>
  );
}
