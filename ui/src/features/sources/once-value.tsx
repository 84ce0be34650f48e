import { Show } from "solid-js";
import { CopyButton } from "~/components/copy.tsx";

/** Something that is not shown again, in one piece, to be copied. */
export function OnceValue(props: {
  readonly value: string;
  readonly copy: string;
  readonly hint: string;
  readonly title?: string;
}) {
  return (
    <div class="min-w-0">
      <Show when={props.title}>
        {(title) => <p class="mb-1 text-[13px] font-medium text-soft">{title()}</p>}
      </Show>
      <div class="flex items-center gap-2 rounded-md border border-line bg-sunken px-3 py-1.5">
        <code class="min-w-0 flex-1 font-mono text-xs break-all text-ink select-all">{props.value}</code>
        <CopyButton value={props.value} label={props.copy} />
      </div>
      <p class="mt-1 text-xs text-faint">{props.hint}</p>
    </div>
  );
}
