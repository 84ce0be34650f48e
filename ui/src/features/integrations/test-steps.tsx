import { For, Show } from "solid-js";
import { duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import { detailOf, nameOfShown, type Step, withSkipped } from "./step-words.ts";

/** What happened, one after the other, each as long as it took. */
export function TestSteps(props: { readonly steps: readonly Step[] }) {
  const totalMs = () => Math.max(1, ...[props.steps.reduce((sum, { durationMs }) => sum + durationMs, 0)]);
  const before = (index: number) =>
    props.steps.slice(0, index).reduce((sum, { durationMs }) => sum + durationMs, 0);
  return (
    <ol class="flex flex-col divide-y divide-line">
      <For each={withSkipped(props.steps)}>
        {(shown) =>
          shown.kind === "done" ? (
            <Done step={shown.step} before={before(props.steps.indexOf(shown.step))} totalMs={totalMs()} />
          ) : (
            <li class="flex items-baseline gap-3 py-1.5 text-sm text-faint first:pt-0 last:pb-0">
              <span class="w-34 shrink-0 truncate">{nameOf(nameOfShown(shown))}</span>
              <span class="text-xs">{text.integrations.test[shown.kind]}</span>
            </li>
          )
        }
      </For>
    </ol>
  );
}

function Done(props: { readonly step: Step; readonly before: number; readonly totalMs: number }) {
  return (
    <li class="grid grid-cols-[8.5rem_minmax(0,1fr)_4.5rem] items-center gap-x-3 py-1.5 text-sm first:pt-0 last:pb-0">
      <span class="truncate font-medium text-ink">{nameOf(props.step.name)}</span>
      <div class="h-1.5 rounded-full bg-sunken" aria-hidden="true">
        <div
          class="h-full min-w-0.5 rounded-full bg-accent"
          style={{
            "margin-left": `${(props.before / props.totalMs) * 100}%`,
            width: `${(props.step.durationMs / props.totalMs) * 100}%`,
          }}
        />
      </div>
      <span class="text-right text-xs text-faint tabular-nums">{duration(props.step.durationMs)}</span>
      <p class="col-span-3 text-xs break-words text-soft">{detailOf(props.step)}</p>
      <Show when={props.step.errors}>
        {(errors) => (
          <ul class="col-span-3 mt-1 flex flex-col gap-0.5 text-xs text-bad">
            <For each={errors()}>
              {({ pointer, message }) => (
                <li>
                  <code class="font-mono">{pointer || "/"}</code> {message}
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
      <Show when={props.step.log}>
        {(log) => (
          <ul class="col-span-3 mt-1 flex flex-col gap-0.5 font-mono text-xs text-soft">
            <For each={log()}>{({ text: line }) => <li class="break-words">{line}</li>}</For>
          </ul>
        )}
      </Show>
    </li>
  );
}

function nameOf(step: string): string {
  const known: Readonly<Record<string, string>> = text.integrations.test.stepNames;
  return known[step] ?? step;
}
