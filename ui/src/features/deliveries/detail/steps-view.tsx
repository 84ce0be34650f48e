import { For, Show } from "solid-js";
import { Card } from "~/components/page.tsx";
import { absoluteTime, duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import type { Attempt, Step } from "../delivery-types.ts";
import { toneOf } from "./outcome.ts";

const words = text.deliveries.waterfall;

/** What one attempt spent its time on, step by step. */
export function StepsView(props: { readonly attempt: Attempt }) {
  return (
    <Card
      title={words.steps(props.attempt.attempt)}
      actions={<span class="text-xs text-faint">{words.stepsNote}</span>}
    >
      {/* Written out: it is looked up in the receiver's own log, and on a phone there is no tooltip. */}
      <p class="mb-2 text-xs text-soft">
        {words.begun}{" "}
        <time datetime={props.attempt.at} class="tabular-nums select-all">
          {absoluteTime(Date.parse(props.attempt.at))}
        </time>
      </p>
      <StepBars steps={props.attempt.steps} isBad={toneOf(props.attempt) === "bad"} />
    </Card>
  );
}

/** Each step as a bar behind the ones before it. `isBad`: what was sent failed. */
export function StepBars(props: { readonly steps: readonly Step[]; readonly isBad: boolean }) {
  const total = () => props.steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const startOf = (index: number) =>
    props.steps.slice(0, index).reduce((sum, { durationMs }) => sum + durationMs, 0);
  const share = (ms: number) => (total() === 0 ? 0 : (ms / total()) * 100);
  return (
    <ol class="flex flex-col gap-1">
      <For each={props.steps}>
        {(step, index) => (
          <li class="grid grid-cols-[7.5rem_minmax(0,1fr)_4.5rem] items-center gap-x-3 gap-y-0.5 text-sm lg:grid-cols-[7.5rem_minmax(0,1.2fr)_4.5rem_minmax(0,1fr)]">
            <span class="text-ink">{words.step[step.name] ?? step.name}</span>
            <span class="relative block h-3 rounded-sm bg-sunken" aria-hidden="true">
              <span
                class={`absolute inset-y-0 min-w-0.5 rounded-sm ${step.name === "send" && props.isBad ? "bg-bad" : "bg-accent"}`}
                style={{
                  left: `${Math.min(99.5, share(startOf(index())))}%`,
                  width: `${share(step.durationMs)}%`,
                }}
              />
            </span>
            <span class="text-right text-xs text-soft tabular-nums">{duration(step.durationMs)}</span>
            <span class="col-span-3 min-w-0 text-xs break-words text-soft lg:col-span-1">
              {step.detail}
              <Show when={step.fuelUsed}>
                {(fuel) => <span class="text-faint"> · {words.fuel(fuel())}</span>}
              </Show>
            </span>
            <StepMore step={step} />
          </li>
        )}
      </For>
    </ol>
  );
}

/** What a schema refused, and what a script wrote. */
function StepMore(props: { readonly step: Step }) {
  return (
    <>
      <Show when={(props.step.errors?.length ?? 0) > 0}>
        <div class="col-span-full ml-4 rounded-md bg-bad-soft px-3 py-2 text-xs">
          <p class="font-medium text-bad">{words.errors}</p>
          <ul>
            <For each={props.step.errors}>
              {(error) => (
                <li class="text-ink">
                  <code>{error.pointer === "" ? "/" : error.pointer}</code> {error.message}
                </li>
              )}
            </For>
          </ul>
        </div>
      </Show>
      <Show when={(props.step.log?.length ?? 0) > 0}>
        <div class="col-span-full ml-4 rounded-md bg-sunken px-3 py-2 text-xs">
          <p class="font-medium text-soft">{words.log}</p>
          <For each={props.step.log}>
            {(line) => (
              <pre class="font-mono break-all whitespace-pre-wrap text-ink">
                {line.level === "log" ? "" : `${line.level}: `}
                {line.text}
              </pre>
            )}
          </For>
        </div>
      </Show>
    </>
  );
}
