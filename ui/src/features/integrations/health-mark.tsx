import { Show } from "solid-js";
import type { components } from "~/api/openapi.d.ts";
import { HealthRing } from "~/components/health/health-ring.tsx";
import { Skeleton } from "~/components/states.tsx";
import { Tooltip } from "~/components/tooltip.tsx";
import { text } from "~/text/index.ts";
import { HealthDetail } from "./health-detail.tsx";

type Health = components["schemas"]["HealthSummary"];

/** The ring, its word beside it, and on hover or focus what the score is made of. */
export function HealthMark(props: {
  readonly health: Health | undefined;
  readonly size?: number;
  readonly isLoading?: boolean;
}) {
  return (
    <Show
      when={props.health}
      fallback={
        <Show when={props.isLoading === true} fallback={<Unmeasured size={props.size} />}>
          <Skeleton class="size-9 rounded-full" />
        </Show>
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

function Unmeasured(props: { readonly size: number | undefined }) {
  return (
    <span class="inline-flex items-center gap-2">
      <HealthRing score={null} grade="unknown" {...(props.size === undefined ? {} : { size: props.size })} />
      <span class="text-xs font-medium text-soft">{text.status.grade.unknown}</span>
    </span>
  );
}

function labelOf({ score, grade }: Health): string {
  const word = text.status.grade[grade];
  return score === null ? word : text.integrations.health.label(Math.round(score), word);
}
