import { Show } from "solid-js";
import { useQuery } from "~/api/query.ts";
import { Badge } from "~/components/badge.tsx";
import { Id } from "~/components/copy.tsx";
import { CircuitBadge } from "~/components/status/circuit-badge.tsx";
import { text } from "~/text/index.ts";
import { circuitQuery } from "./circuit-query.ts";
import { disabledWords } from "./disabled-words.ts";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

export function FrameStatus(props: { readonly draft: IntegrationDraft }) {
  const circuit = useQuery(() => circuitQuery(props.draft.id));
  return (
    <div class="flex flex-wrap items-center gap-2">
      <Show
        when={props.draft.record().enabled}
        fallback={<Badge tone="warn">{text.integrations.state.off}</Badge>}
      >
        <Badge tone="good">{text.integrations.state.on}</Badge>
      </Show>
      <Show when={circuit.data}>
        {(data) => (
          // One that is off delivers nothing, whatever its circuit says.
          <Show when={props.draft.record().enabled || data().phase !== "closed"}>
            <CircuitBadge phase={data().phase} />
          </Show>
        )}
      </Show>
      <Id value={props.draft.id} />
      <Show when={props.draft.record().disabledReason}>
        {(reason) => <span class="basis-full text-warn">{disabledWords(reason())}</span>}
      </Show>
      <Show when={circuit.data?.paused}>
        {(paused) => (
          <span class="basis-full break-words">
            {text.integrations.circuit.pausedBecause(paused().reason)}
          </span>
        )}
      </Show>
    </div>
  );
}
