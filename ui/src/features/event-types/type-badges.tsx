import { Show } from "solid-js";
import { Badge } from "~/components/badge.tsx";
import { text } from "~/text/index.ts";
import type { EventType } from "./event-type-queries.ts";

const words = text.eventTypes;

export function OriginBadge(props: { readonly type: EventType }) {
  return (
    <Show when={!props.type.archived} fallback={<Badge tone="warn">{words.archived}</Badge>}>
      <Badge tone={props.type.source === "own" ? "accent" : "neutral"}>
        {words.origins[props.type.source]}
      </Badge>
    </Show>
  );
}

export function modeOf(type: EventType): keyof typeof words.modes {
  return type.validation ?? "OFF";
}
