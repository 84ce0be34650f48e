import { Plus, Trash2 } from "lucide-solid";
import { createSignal, For, Show } from "solid-js";
import { Button, IconButton } from "~/components/button.tsx";
import { FieldSet, INPUT_CLASS } from "~/components/field.tsx";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { text } from "~/text/index.ts";
import type { Names } from "../names/names.ts";
import { TemplateInput } from "../names/template-input.tsx";

export interface RequestTemplates {
  readonly url?: string | undefined;
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, string>> | undefined;
}

interface RequestFieldsProps {
  readonly draft: IntegrationDraft;
  readonly value: RequestTemplates;
  readonly names: Names;
  /** Undefined takes a member away. */
  readonly onChange: (change: Partial<RequestTemplates>) => void;
}

/** Beside the payload, templates may make the rest of the request. */
export function RequestFields(props: RequestFieldsProps) {
  const words = text.editors.request;
  const isUsed = () => Object.values(props.value).some((value) => value !== undefined);
  return (
    <details open={isUsed()} class="rounded-xl border border-line bg-surface px-4 py-3">
      <summary class="cursor-pointer text-sm font-semibold text-ink">
        {words.title} <span class="font-normal text-faint">{words.hint}</span>
      </summary>
      <div class="mt-4 grid gap-4 md:grid-cols-2">
        <TemplateInput
          label={words.url}
          value={props.value.url ?? ""}
          names={props.names}
          placeholder={props.draft.value().url}
          hint={words.urlHint}
          error={props.draft.errorAt("/transform/url")}
          disabled={!props.draft.mayEdit()}
          onInput={(url) => props.onChange({ url: url === "" ? undefined : url })}
        />
        <TemplateInput
          label={words.method}
          value={props.value.method ?? ""}
          names={props.names}
          placeholder={props.draft.value().method}
          error={props.draft.errorAt("/transform/method")}
          disabled={!props.draft.mayEdit()}
          onInput={(method) => props.onChange({ method: method === "" ? undefined : method })}
        />
        <Pairs {...props} member="headers" />
        <Pairs {...props} member="query" />
      </div>
    </details>
  );
}

/** Name and template by line; a line without a name is not there yet. */
function Pairs(props: RequestFieldsProps & { readonly member: "headers" | "query" }) {
  const words = text.editors.request;
  const [lines, setLines] = createSignal(Object.entries(props.value[props.member] ?? {}));
  const write = (next: [string, string][]) => {
    setLines(next);
    const named = next.filter(([name]) => name !== "");
    props.onChange({ [props.member]: named.length === 0 ? undefined : Object.fromEntries(named) });
  };
  const put = (at: number, line: [string, string]) => write(lines().with(at, line));
  return (
    <FieldSet legend={words[props.member]}>
      <For each={lines().map((_, at) => at)}>
        {(at) => (
          <div class="flex min-w-0 items-start gap-1.5">
            <input
              type="text"
              class={`${INPUT_CLASS} h-8 !w-36 shrink-0 font-mono text-[13px]`}
              aria-label={words.name}
              placeholder={words.name}
              value={lines()[at]?.[0] ?? ""}
              disabled={!props.draft.mayEdit()}
              onInput={(event) => put(at, [event.currentTarget.value, lines()[at]?.[1] ?? ""])}
            />
            <TemplateInput
              class="flex-1"
              label={words.value}
              labelHidden
              value={lines()[at]?.[1] ?? ""}
              names={props.names}
              error={props.draft.errorAt(`/transform/${props.member}/${lines()[at]?.[0] ?? ""}`)}
              disabled={!props.draft.mayEdit()}
              onInput={(value) => put(at, [lines()[at]?.[0] ?? "", value])}
            />
            <Show when={props.draft.mayEdit()}>
              <IconButton size="small" label={words.remove} onClick={() => write(lines().toSpliced(at, 1))}>
                <Trash2 class="size-3.5" aria-hidden="true" />
              </IconButton>
            </Show>
          </div>
        )}
      </For>
      <Show when={props.draft.mayEdit()}>
        <Button look="quiet" size="small" class="self-start" onClick={() => setLines([...lines(), ["", ""]])}>
          <Plus class="size-3.5" aria-hidden="true" />
          {words.add[props.member]}
        </Button>
      </Show>
    </FieldSet>
  );
}
