import { For, Show } from "solid-js";
import { text } from "~/text/index.ts";
import type { SchemaField } from "./schema-tree.ts";

/** A field with what it takes and what it gives: its name is written into the document, its type is opened. */
export function ExplorerField(props: {
  readonly field: SchemaField;
  readonly canUse: boolean;
  readonly canOpen: boolean;
  readonly onUse: () => void;
  readonly onOpen: () => void;
}) {
  const words = text.editors.graphql.explorer;
  return (
    <li class="py-0.5 font-mono text-xs break-words text-soft">
      <Show when={props.canUse} fallback={<span class="text-info">{props.field.name}</span>}>
        <button
          type="button"
          class="rounded text-info hover:bg-accent-soft hover:underline"
          title={words.use(props.field.name)}
          onClick={() => props.onUse()}
        >
          {props.field.name}
        </button>
      </Show>
      <Show when={props.field.args.length > 0}>
        {"("}
        <For each={props.field.args}>
          {({ name, type, isRequired }, at) => (
            <>
              {at() > 0 ? ", " : ""}
              <span class={isRequired ? "text-ink" : ""}>{name}</span>: {type}
            </>
          )}
        </For>
        {")"}
      </Show>
      {": "}
      <Show when={props.canOpen} fallback={props.field.type}>
        <button
          type="button"
          class="rounded hover:text-ink hover:underline"
          title={words.open(props.field.typeName)}
          onClick={() => props.onOpen()}
        >
          {props.field.type}
        </button>
      </Show>
      <Show when={props.field.note}>
        {(note) => <span class="block pl-2 font-sans text-faint">{note()}</span>}
      </Show>
    </li>
  );
}
