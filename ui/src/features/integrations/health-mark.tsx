import { Match, Show, Switch } from "solid-js";
import type { components } from "~/api/openapi.d.ts";
import { HealthRing } from "~/components/health/health-ring.tsx";
import { Skeleton } from "~/components/states.tsx";
import { Tooltip } from "~/components/tooltip.tsx";
import { text } from "~/text/index.ts";
import type { Reading } from "./arrange-integrations.ts";
import { HealthDetail } from "./health-detail.tsx";

type Health = components["schemas"]["HealthSummary"];

/** The ring, its word beside it, and on hover or focus what the score is made of. */
export function HealthMark(props: {
  readonly health: Health | undefined;
  readonly size?: number;
  /** Of the health that is not there: only what was read may say "no traffic". */
  readonly reading: Reading;
}) {
  return (
    <Show
      when={props.health}
      fallback={
        <Switch fallback={<Unmeasured size={props.size} word={text.status.grade.unknown} />}>
          <Match when={props.reading === "waiting"}>
            <Skeleton class="size-9 rounded-full" />
          </Match>
          <Match when={props.reading === "failed"}>
            <Unmeasured size={props.size} word={text.integrations.unread.value} />
          </Match>
        </Switch>
      }
    >
      {(health) => (
        <Tooltip
          content={<HealthDetail health={health()} />}
          label={labelOf(health())}
          class="inline-flex items-center gap-2"
        >
          <HealthRing
            score={health().score}
            grade={health().grade}
            {...(props.size === undefined ? {} : { size: props.size })}
          />
          <span class="text-xs font-medium text-soft">{text.status.grade[health().grade]}</span>
        </Tooltip>
      )}
    </Show>
  );
}

function Unmeasured(props: { readonly size: number | undefined; readonly word: string }) {
  return (
    <span class="inline-flex items-center gap-2">
      <HealthRing score={null} grade="unknown" {...(props.size === undefined ? {} : { size: props.size })} />
      <span class="text-xs font-medium text-soft">{props.word}</span>
    </span>
  );
}

function labelOf({ score, grade }: Health): string {
  const word = text.status.grade[grade];
  return score === null ? word : text.integrations.health.label(Math.round(score), word);
}
