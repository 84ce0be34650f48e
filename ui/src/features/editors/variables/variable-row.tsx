import { Pencil, Trash2 } from "lucide-solid";
import { Show } from "solid-js";
import { IconButton } from "~/components/button.tsx";
import { CopyButton } from "~/components/copy.tsx";
import { text } from "~/text/index.ts";
import type { VariableValue } from "./variables-drawer.tsx";

export function VariableRow(props: {
  readonly variable: VariableValue;
  readonly mayEdit: boolean;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}) {
  const words = text.editors.variables;
  return (
    <div class="flex items-start gap-3">
      <div class="min-w-0 flex-1">
        <p class="flex items-center gap-1 font-mono text-sm text-ink">
          {props.variable.name}
          <CopyButton value={`{{env.${props.variable.name}}}`} label={words.copy(props.variable.name)} />
        </p>
        <p class="font-mono text-xs break-all text-soft">{props.variable.value}</p>
        <Show when={props.variable.description}>
          {(description) => <p class="mt-0.5 text-xs text-faint">{description()}</p>}
        </Show>
      </div>
      <Show when={props.mayEdit}>
        <div class="flex shrink-0">
          <IconButton size="small" label={words.edit(props.variable.name)} onClick={props.onEdit}>
            <Pencil class="size-3.5" aria-hidden="true" />
          </IconButton>
          <IconButton size="small" label={words.remove(props.variable.name)} onClick={props.onDelete}>
            <Trash2 class="size-3.5" aria-hidden="true" />
          </IconButton>
        </div>
      </Show>
    </div>
  );
}
