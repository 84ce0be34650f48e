import { Plus, Trash2 } from "lucide-solid";
import { createEffect, createSignal, Index, on, onCleanup, Show } from "solid-js";
import { Badge } from "~/components/badge.tsx";
import { Button, IconButton } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { sameJson } from "./draft-changes.ts";
import { type HeaderRow, headersOf, isMasked, repeatedNames, rowsOf } from "./header-rows.ts";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

/** What is sent with every request. Secret values stay masked: leaving one alone keeps it. */
export function HeadersField(props: { readonly draft: IntegrationDraft }) {
  const words = text.integrations.headers;
  const { draft } = props;
  const [rows, setRows] = createSignal(rowsOf(draft.value().headers));
  createEffect(
    on(
      () => [draft.value().headers, draft.revision()] as const,
      ([headers]) => {
        if (!sameJson(headersOf(rows()), headers)) setRows(rowsOf(headers));
      },
      { defer: true },
    ),
  );
  onCleanup(() => draft.block("headers", null));

  const change = (next: readonly HeaderRow[]) => {
    setRows(next);
    const twice = repeatedNames(next);
    draft.block("headers", twice.length === 0 ? null : words.twice(twice.join(", ")));
    draft.set({ headers: headersOf(next) });
  };
  const changeRow = (index: number, part: Partial<HeaderRow>) =>
    change(rows().map((row, at) => (at === index ? { ...row, ...part } : row)));
  const errorOf = (name: string) =>
    draft.errorAt(`/headers/${name.trim().replaceAll("~", "~0").replaceAll("/", "~1")}`);
  return (
    <div class="flex flex-col gap-2">
      <Index each={rows()} fallback={<p class="text-sm text-faint">{words.none}</p>}>
        {(row, index) => (
          <div class="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-2">
            <TextInput
              label={words.name}
              labelHidden
              mono
              placeholder={words.name}
              value={row().name}
              error={errorOf(row().name)}
              disabled={!draft.mayEdit()}
              onInput={(name) => changeRow(index, { name })}
            />
            <div class="relative">
              <TextInput
                label={words.valueOf(row().name)}
                labelHidden
                mono
                placeholder={words.value}
                value={row().value}
                disabled={!draft.mayEdit()}
                onInput={(value) => changeRow(index, { value })}
              />
              <Show when={isMasked(row().value)}>
                <span class="pointer-events-none absolute top-1.5 right-2">
                  <Badge>{words.kept}</Badge>
                </span>
              </Show>
            </div>
            <Show when={draft.mayEdit()}>
              <IconButton
                label={words.remove(row().name)}
                onClick={() => change(rows().filter((_, at) => at !== index))}
              >
                <Trash2 class="size-4" aria-hidden="true" />
              </IconButton>
            </Show>
          </div>
        )}
      </Index>
      <Show when={repeatedNames(rows()).length > 0}>
        <p class="text-xs text-bad">{words.twice(repeatedNames(rows()).join(", "))}</p>
      </Show>
      <Show when={draft.mayEdit()}>
        <Button size="small" class="self-start" onClick={() => setRows([...rows(), { name: "", value: "" }])}>
          <Plus class="size-3.5" aria-hidden="true" />
          {words.add}
        </Button>
      </Show>
    </div>
  );
}
