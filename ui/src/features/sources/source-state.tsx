import { For } from "solid-js";
import { Badge, type Tone } from "~/components/badge.tsx";
import { text } from "~/text/index.ts";
import type { ListedSource } from "./source-queries.ts";

const { states, stateHints } = text.sources;

interface Mark {
  readonly label: string;
  readonly tone: Tone;
  readonly title?: string;
}

/** What one must know of a source at a glance; the worst first. */
export function marksOf(source: ListedSource, hasReceived: boolean): readonly Mark[] {
  return [
    ...(source.enabled ? [] : [{ label: states.off, tone: "neutral" as const }]),
    ...(source.verified
      ? []
      : [{ label: states.unsigned, tone: "bad" as const, title: stateHints.unsigned }]),
    ...(source.ready ? [] : [{ label: states.noSecret, tone: "warn" as const, title: stateHints.noSecret }]),
    ...(source.enabled && source.ready
      ? [
          !hasReceived && source.activity.firstEventAt === null
            ? { label: states.waiting, tone: "info" as const }
            : { label: states.receiving, tone: "good" as const },
        ]
      : []),
  ];
}

export function SourceState(props: {
  readonly source: ListedSource;
  /** Known from the event itself: the source's counts may be a quarter of a minute behind it. */
  readonly hasReceived?: boolean;
}) {
  return (
    <span class="flex flex-wrap items-center gap-1">
      <For each={marksOf(props.source, props.hasReceived === true)}>
        {({ label, tone, title }) => (
          <Badge tone={tone} {...(title === undefined ? {} : { title })}>
            {label}
          </Badge>
        )}
      </For>
    </span>
  );
}
