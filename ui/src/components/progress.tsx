import { count } from "~/primitives/numbers.ts";

/** How far something has come that takes longer than a second. */
export function Progress(props: {
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
  /** What there is to say beside the numbers: how long it still takes. */
  readonly note?: string | undefined;
}) {
  const share = () => (props.total === null || props.total === 0 ? 0 : Math.min(1, props.done / props.total));
  return (
    <div>
      <div class="mb-1 flex justify-between gap-4 text-xs text-soft">
        <span>{props.label}</span>
        <span class="tabular-nums">
          {count(props.done)}
          {props.total === null ? "" : ` / ${count(props.total)}`}
          {props.note === undefined ? "" : ` · ${props.note}`}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={props.total ?? undefined}
        aria-valuenow={props.total === null ? undefined : props.done}
        class="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div
          class={`h-full rounded-full bg-accent transition-[width] ${props.total === null ? "w-1/3 animate-pulse" : ""}`}
          style={props.total === null ? {} : { width: `${share() * 100}%` }}
        />
      </div>
    </div>
  );
}
