import { ArrowLeft } from "lucide-solid";
import { createMemo, createSignal, For, Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { ExplorerField } from "./explorer-field.tsx";
import { type SchemaField, type SchemaType, searchTypes } from "./schema-tree.ts";

/** More than fit on a screen several times over: whoever looks for one types its name. */
const MOST_SHOWN = 60;

/** What the endpoint has: searched by name, opened type by type, and written into the document by a click. */
export function SchemaExplorer(props: {
  readonly types: readonly SchemaType[];
  readonly mayWrite: boolean;
  readonly onUse: (type: SchemaType, field: SchemaField) => void;
}) {
  const words = text.editors.graphql.explorer;
  const [typed, setTyped] = createSignal("");
  const [path, setPath] = createSignal<readonly string[]>([]);
  const known = createMemo(() => new Map(props.types.map((type) => [type.name, type])));
  const opened = () => known().get(path().at(-1) ?? "");
  const found = createMemo(() => searchTypes(props.types, typed()));
  const shown = createMemo((): readonly SchemaType[] => {
    const type = opened();
    return type === undefined ? found().slice(0, MOST_SHOWN) : [type];
  });
  const open = (name: string) => known().has(name) && setPath((steps) => [...steps, name]);
  /** Without a search only what can be asked and changed shows its fields: a list of names is read sooner. */
  const isUnfolded = (type: SchemaType) =>
    opened() !== undefined || typed().trim() !== "" || type.kind === "query" || type.kind === "mutation";
  return (
    <section aria-label={words.label} class="flex min-w-0 flex-col gap-3">
      <TextInput
        label={words.search}
        labelHidden
        type="search"
        placeholder={words.search}
        value={typed()}
        onInput={(value) => {
          setTyped(value);
          setPath([]);
        }}
      />
      <Show when={path().length > 0}>
        <Button
          size="small"
          look="quiet"
          class="self-start"
          onClick={() => setPath((steps) => steps.slice(0, -1))}
        >
          <ArrowLeft class="size-3.5" aria-hidden="true" />
          {words.back}
        </Button>
      </Show>
      <Show when={shown().length > 0} fallback={<p class="text-sm text-faint">{words.none}</p>}>
        <ul class="flex min-w-0 flex-col gap-3">
          <For each={shown()}>
            {(type) => (
              <li class="min-w-0">
                <h3 class="flex items-baseline gap-2 text-xs">
                  <button
                    type="button"
                    class="font-mono font-semibold text-ink hover:underline"
                    title={words.open(type.name)}
                    onClick={() => open(type.name)}
                  >
                    {type.name}
                  </button>
                  <span class="text-faint">{words.kinds[type.kind]}</span>
                </h3>
                <Show when={isUnfolded(type)}>
                  <Show when={type.note}>{(note) => <p class="mt-0.5 text-xs text-soft">{note()}</p>}</Show>
                  <ul class="mt-1 ml-1 border-l border-line pl-2">
                    <For each={type.fields}>
                      {(field) => (
                        <ExplorerField
                          field={field}
                          canUse={props.mayWrite && type.kind !== "input"}
                          canOpen={known().has(field.typeName)}
                          onUse={() => props.onUse(type, field)}
                          onOpen={() => open(field.typeName)}
                        />
                      )}
                    </For>
                    <For each={type.values}>
                      {(value) => <li class="py-0.5 font-mono text-xs text-soft">{value}</li>}
                    </For>
                  </ul>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={opened() === undefined && found().length > MOST_SHOWN}>
        <p class="text-xs text-faint">{words.more(found().length - MOST_SHOWN)}</p>
      </Show>
    </section>
  );
}
