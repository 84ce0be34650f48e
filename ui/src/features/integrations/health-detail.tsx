import { For, Show } from "solid-js";
import type { components } from "~/api/openapi.d.ts";
import { Moment } from "~/components/moment.tsx";
import { duration } from "~/primitives/moments.ts";
import { count, percent } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";

type Health = components["schemas"]["HealthSummary"];

const PARTS = ["successRate", "responseTime", "deadLetters", "uptime"] as const;

/** What a score is made of: each part, how much it counts, and the figures that it was made from. */
export function HealthDetail(props: { readonly health: Health }) {
  const words = text.integrations.health;
  return (
    <div class="flex flex-col gap-2 text-left">
      <table class="w-full text-xs">
        <thead>
          <tr class="text-faint">
            <th scope="col" class="py-0.5 pr-3 text-left font-medium">
              {words.part}
            </th>
            <th scope="col" class="py-0.5 pr-3 text-right font-medium">
              {words.points}
            </th>
            <th scope="col" class="py-0.5 text-right font-medium">
              {words.weight}
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={PARTS}>
            {(part) => (
              <tr class="border-t align-top">
                <th scope="row" class="py-1 pr-3 text-left font-normal text-ink">
                  {words.parts[part]}
                  <span class="block text-faint">{inputOf(part, props.health)}</span>
                </th>
                <td class="py-1 pr-3 text-right text-ink tabular-nums">
                  {pointsOf(props.health.parts[part].score)}
                </td>
                <td class="py-1 text-right text-soft tabular-nums">
                  {percent(props.health.parts[part].weight)}
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <p class="text-xs text-faint">
        <Show when={!props.health.inputs.complete}>
          {words.incomplete(props.health.inputs.deliveriesLookedAt)}{" "}
        </Show>
        {words.measured} <Moment at={props.health.measuredAt} />
      </p>
    </div>
  );
}

function pointsOf(score: number | null): string {
  return score === null ? text.integrations.health.nothing : String(Math.round(score));
}

function inputOf(part: (typeof PARTS)[number], { inputs, parts }: Health): string {
  const words = text.integrations.health.inputs;
  switch (part) {
    case "successRate":
      return words.successRate(count(inputs.succeeded), count(inputs.failed));
    case "responseTime":
      return inputs.averageResponseMs === null
        ? words.noResponse
        : words.responseTime(duration(inputs.averageResponseMs));
    case "deadLetters":
      return words.deadLetters(`${inputs.deadLettersExact ? "" : "≥ "}${count(inputs.deadLetters)}`);
    case "uptime":
      return (parts.uptime.score ?? 0) > 0
        ? words.delivering
        : inputs.delivering
          ? words.notTried
          : words.off;
  }
}
