import { For, type JSX, Show } from "solid-js";
import { Badge } from "~/components/badge.tsx";
import { absoluteTime, duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import type { Attempt } from "../delivery-types.ts";
import { Due } from "./due.tsx";
import { outcomeOf, toneOf } from "./outcome.ts";
import type { BlockingCircuit } from "./use-blocking-circuit.ts";
import type { Piece } from "./waterfall.ts";

const words = text.deliveries.waterfall;

type PieceOf<K extends Piece["kind"]> = Extract<Piece, { kind: K }>;

/** On a narrow screen the axis is under the words, as wide as the page. */
const GRID = "grid grid-cols-1 items-center gap-x-4 gap-y-1 sm:grid-cols-[15rem_minmax(0,1fr)]";

export function AttemptRow(props: {
  readonly piece: PieceOf<"attempt">;
  readonly attempt: Attempt;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const tone = () => toneOf(props.attempt);
  const took = () => duration(props.attempt.durationMs);
  return (
    <button
      type="button"
      aria-pressed={props.chosen}
      title={absoluteTime(Date.parse(props.attempt.at))}
      onClick={props.onChoose}
      class={`${GRID} w-full rounded-md px-2 py-1.5 text-left text-sm ${props.chosen ? "bg-accent-soft" : "hover:bg-sunken"}`}
    >
      <span class="flex min-w-0 items-center gap-2">
        <span class="w-20 shrink-0 font-medium text-ink">{words.attempt(props.attempt.attempt)} </span>
        <Badge tone={tone()}>{outcomeOf(props.attempt)} </Badge>
        <span class="ml-auto text-xs text-soft tabular-nums">{took()}</span>
      </span>
      <Track>
        <span
          data-bar="attempt"
          class="absolute inset-y-0 flex min-w-1 overflow-hidden rounded-sm"
          style={{ left: `${props.piece.start}%`, width: `${props.piece.width}%` }}
        >
          <StepSlices attempt={props.attempt} />
        </span>
      </Track>
    </button>
  );
}

/** How the time of an attempt divides among its steps: the sending stands out. */
function StepSlices(props: { readonly attempt: Attempt }) {
  const known = () => props.attempt.steps.filter(({ durationMs }) => durationMs > 0);
  const color = () => (toneOf(props.attempt) === "good" ? "bg-good" : "bg-bad");
  return (
    <Show when={known().length > 0} fallback={<span class={`flex-1 ${color()}`} />}>
      <For each={known()}>
        {(step) => (
          <span
            class={`${color()} ${step.name === "send" ? "" : "opacity-50"} basis-0.5 border-r border-surface last:border-r-0`}
            style={{ "flex-grow": step.durationMs }}
          />
        )}
      </For>
    </Show>
  );
}

export function WaitRow(props: { readonly piece: PieceOf<"wait">; readonly reason: string | null }) {
  const told = () =>
    props.piece.before === 0
      ? words.queued(duration(props.piece.ms))
      : words.waited(duration(props.piece.ms));
  return (
    <div class={`${GRID} px-2 py-1 text-xs text-soft`}>
      <span>
        {told()}
        <Show when={props.reason}>{(reason) => <span class="text-faint"> · {reason()}</span>}</Show>
      </span>
      <Track>
        <span
          data-bar="wait"
          class="absolute inset-y-1 rounded-sm border border-dashed border-line-strong bg-[repeating-linear-gradient(135deg,var(--line-strong)_0_1px,transparent_1px_7px)]"
          style={{ left: `${props.piece.start}%`, width: `${props.piece.width}%` }}
        />
      </Track>
    </div>
  );
}

export function PlannedRow(props: {
  readonly piece: PieceOf<"planned">;
  readonly attempt: number;
  /** The state of a circuit that lets it wait beyond its moment. */
  readonly behind: BlockingCircuit["phase"] | null;
}) {
  return (
    <div class={`${GRID} px-2 py-1.5 text-sm`}>
      <span class="flex min-w-0 items-center gap-2">
        <span class="w-20 shrink-0 font-medium text-ink">{words.planned(props.attempt)}</span>
        <Show when={props.behind !== null} fallback={<Badge tone="info">{words.plannedWord}</Badge>}>
          <Badge tone="warn">{words.heldBack}</Badge>
        </Show>
        <span class="ml-auto text-xs text-soft">
          <Show when={props.behind} fallback={<Due at={props.piece.atMs} />}>
            {(phase) => words.behind[phase()]}
          </Show>
        </span>
      </span>
      <Track>
        <span
          data-bar="planned"
          class="absolute inset-y-0 w-[3.5%] min-w-2 rounded-sm border border-dashed border-info bg-info-soft"
          style={{ left: `${props.piece.start}%` }}
        />
      </Track>
    </div>
  );
}

function Track(props: { readonly children: JSX.Element }) {
  return (
    <span class="relative block h-5 rounded-sm bg-sunken" aria-hidden="true">
      {props.children}
    </span>
  );
}
