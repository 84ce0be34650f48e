import { Show } from "solid-js";
import { Badge, type Tone } from "~/components/badge.tsx";
import { text } from "~/text/index.ts";
import type { DryRunResult } from "./ask-dry-run.ts";

const TONES: Readonly<Record<DryRunResult["outcome"], Tone>> = {
  messages: "good",
  cancelled: "warn",
  invalid_payload: "bad",
  failed: "bad",
};

export function OutcomeLine(props: {
  readonly result: DryRunResult;
  readonly detail: string | null;
  readonly isOld: boolean;
}) {
  const words = text.editors.dryRun;
  const count = () => props.result.messages.length;
  const word = () => (count() > 1 ? words.several(count()) : words.outcomes[props.result.outcome]);
  return (
    <p role="status" class="flex min-w-0 flex-1 flex-wrap items-baseline gap-2 text-sm">
      <Show when={props.isOld}>
        <Badge tone="warn">{words.old}</Badge>
      </Show>
      <Badge tone={props.isOld ? "neutral" : TONES[props.result.outcome]}>{word()}</Badge>
      <Show when={props.detail}>
        {(detail) => <span class="min-w-0 break-words text-soft">{detail()}</span>}
      </Show>
    </p>
  );
}
