import { Check, Copy as CopyIcon } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { text } from "~/text/index.ts";
import { IconButton } from "./button.tsx";
import { toast } from "./toast.tsx";

export function CopyButton(props: { readonly value: string; readonly label?: string }) {
  const [copied, setCopied] = createSignal(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.value);
      setCopied(true);
      setTimeout(() => setCopied(false), 1_500);
    } catch {
      toast({ title: text.shell.states.failed, detail: props.value, bad: true });
    }
  };
  return (
    <IconButton
      size="small"
      label={copied() ? text.shell.actions.copied : (props.label ?? text.shell.actions.copy)}
      onClick={(event) => {
        event.stopPropagation();
        void copy();
      }}
    >
      <Show when={copied()} fallback={<CopyIcon class="size-3.5" aria-hidden="true" />}>
        <Check class="size-3.5 text-good" aria-hidden="true" />
      </Show>
    </IconButton>
  );
}

/** An id as it is pasted elsewhere. */
export function Id(props: { readonly value: string }) {
  return (
    <span class="inline-flex min-w-0 items-center gap-0.5">
      <code class="truncate font-mono text-xs text-soft">{props.value}</code>
      <CopyButton value={props.value} />
    </span>
  );
}
