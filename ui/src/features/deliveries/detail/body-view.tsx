import { Show } from "solid-js";
import { CodeView } from "~/components/code/code-view.tsx";
import { bytes } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";

const words = text.deliveries.exchange;

interface BodyViewProps {
  readonly label: string;
  /** Null when it is no longer kept. */
  readonly body: string | null;
  /** Of the whole, when that is known. */
  readonly size: number | null;
  readonly isCut: boolean;
  readonly raw: boolean;
}

export function BodyView(props: BodyViewProps) {
  const size = () => props.size ?? new TextEncoder().encode(props.body ?? "").length;
  const cut = () => (props.size === null ? words.cutUnknown : words.cut(bytes(props.size)));
  return (
    <div class="flex min-w-0 flex-col gap-1">
      <div class="flex items-baseline justify-between gap-3 text-xs text-faint">
        <h3 class="font-medium text-soft">{words.body}</h3>
        <span class="tabular-nums">{props.isCut && props.size === null ? null : bytes(size())}</span>
      </div>
      <Show when={props.isCut}>
        <p class="text-xs text-warn">{cut()}</p>
      </Show>
      <CodeView
        label={props.label}
        value={props.body ?? ""}
        raw={props.raw}
        emptyText={props.body === null ? words.notKept : words.noBody}
      />
    </div>
  );
}
