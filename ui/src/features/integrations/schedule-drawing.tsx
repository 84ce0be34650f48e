import { createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js";
import type { components } from "~/api/openapi.d.ts";
import { absoluteTime } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import { writeDuration } from "./parse-duration.ts";
import { placeOn, ticksUpTo } from "./time-axis.ts";

type Schedule = components["schemas"]["RetrySchedule"];

const EDGE = 22;
/** Before it is known how wide the page is. */
const WIDTH = 640;
/** So much room a tick's word takes. */
const TICK_PX = 52;

/** The attempts on one axis of time, with the span that jitter moves each in, and what comes at the end. */
export function ScheduleDrawing(props: { readonly schedule: Schedule }) {
  const words = text.integrations.retries;
  const startMs = () => Date.parse(props.schedule.startsAt);
  const since = (at: string) => Date.parse(at) - startMs();
  const lastMs = createMemo(() => {
    const { planned, end } = props.schedule;
    const moments = planned.map(({ latestAt }) => since(latestAt));
    return Math.max(0, ...moments, end?.sinceStartMs ?? 0);
  });
  let box: HTMLDivElement | undefined;
  // As wide as there is room: on a phone the attempts lie closer, and none of them outside.
  const [width, setWidth] = createSignal(WIDTH);
  onMount(() => {
    const watcher = new ResizeObserver(([entry]) =>
      setWidth(Math.max(200, entry?.contentRect.width ?? WIDTH)),
    );
    if (box !== undefined) watcher.observe(box);
    onCleanup(() => watcher.disconnect());
  });
  const axis = () => width() - 2 * EDGE;
  const x = (ms: number) => EDGE + placeOn(ms, lastMs()) * axis();
  const isDense = () => props.schedule.planned.length * 12 > axis();
  return (
    <figure class="flex flex-col gap-3">
      <div ref={box} class="min-w-0" role="img" aria-label={words.drawing}>
        <svg viewBox={`0 0 ${width()} 92`} class="block h-[92px] w-full" aria-hidden="true">
          <line x1={EDGE} x2={width() - EDGE} y1="40" y2="40" class="stroke-line" stroke-width="2" />
          <For each={ticksUpTo(lastMs(), TICK_PX / axis())}>
            {({ place, label }) => (
              <g transform={`translate(${EDGE + place * axis()} 0)`}>
                <line y1="62" y2="68" class="stroke-line-strong" />
                <text y="82" text-anchor="middle" class="fill-faint font-sans text-[13px]">
                  {label}
                </text>
              </g>
            )}
          </For>
          <For each={props.schedule.planned}>
            {(attempt) => (
              <g>
                <Show when={attempt.earliestAt !== attempt.latestAt}>
                  <line
                    x1={x(since(attempt.earliestAt))}
                    x2={x(since(attempt.latestAt))}
                    y1="40"
                    y2="40"
                    class="stroke-accent opacity-35"
                    stroke-width="10"
                    stroke-linecap="round"
                  />
                </Show>
                <circle cx={x(attempt.sinceStartMs)} cy="40" r={isDense() ? 4 : 9} class="fill-accent" />
                <Show when={!isDense()}>
                  <text
                    x={x(attempt.sinceStartMs)}
                    y="40"
                    text-anchor="middle"
                    dominant-baseline="central"
                    class="fill-on-accent font-sans text-[11px] font-semibold"
                  >
                    {attempt.attempt}
                  </text>
                </Show>
              </g>
            )}
          </For>
          <Show when={props.schedule.end}>
            {(end) => (
              <g transform={`translate(${x(end().sinceStartMs)} 14)`} class="stroke-bad" stroke-width="2.5">
                <path d="M-5 -5 L5 5 M5 -5 L-5 5" stroke-linecap="round" />
                <line y1="10" y2="15" stroke-width="1.5" />
              </g>
            )}
          </Show>
        </svg>
      </div>
      <ScheduleTable schedule={props.schedule} />
    </figure>
  );
}

function ScheduleTable(props: { readonly schedule: Schedule }) {
  const words = text.integrations.retries;
  return (
    <div
      class="max-h-96 overflow-auto rounded-md border border-line"
      tabindex="0"
      role="region"
      aria-label={words.attempts}
    >
      <table class="w-full text-sm">
        <thead class="sticky top-0 bg-surface text-xs text-faint">
          <tr>
            <th scope="col" class="px-3 py-1.5 text-left font-medium">
              {words.attempt}
            </th>
            <th scope="col" class="px-3 py-1.5 text-right font-medium">
              {words.wait}
            </th>
            <th scope="col" class="px-3 py-1.5 text-right font-medium">
              {words.after}
            </th>
            <th scope="col" class="hidden px-3 py-1.5 text-left font-medium sm:table-cell">
              {words.why}
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={props.schedule.planned}>
            {(attempt) => (
              <tr class="border-t" title={absoluteTime(Date.parse(attempt.at))}>
                <td class="px-3 py-1.5 text-ink">
                  {attempt.attempt}
                  <span class="block text-xs text-faint sm:hidden">{attempt.why}</span>
                </td>
                <td class="px-3 py-1.5 text-right whitespace-nowrap text-soft">
                  {attempt.attempt === 1 ? "–" : writeDuration(attempt.waitMs)}
                </td>
                <td class="px-3 py-1.5 text-right whitespace-nowrap text-soft">
                  {writeDuration(attempt.sinceStartMs)}
                </td>
                <td class="hidden px-3 py-1.5 text-soft sm:table-cell">{attempt.why}</td>
              </tr>
            )}
          </For>
          <Show when={props.schedule.end}>
            {(end) => (
              <tr class="border-t bg-bad-soft">
                <td class="px-3 py-1.5 font-medium text-bad" colspan={2}>
                  {words.end}
                  <span class="block text-xs font-normal sm:hidden">{end().why}</span>
                </td>
                <td class="px-3 py-1.5 text-right whitespace-nowrap text-bad">
                  {writeDuration(end().sinceStartMs)}
                </td>
                <td class="hidden px-3 py-1.5 text-bad sm:table-cell">
                  {end().why}
                  {end().disablesIntegration ? ` ${words.disables}` : ""}
                </td>
              </tr>
            )}
          </Show>
        </tbody>
      </table>
    </div>
  );
}
