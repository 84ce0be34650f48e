import type { Extension } from "@codemirror/state";
import { createMemo, For, Show } from "solid-js";
import { Badge } from "~/components/badge.tsx";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { Card } from "~/components/page.tsx";
import { Select } from "~/components/select.tsx";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { text } from "~/text/index.ts";
import { markLines } from "../code/mark-faults.ts";
import type { Operation } from "./graphql-language.ts";
import { documentPlace, type GraphqlSettings } from "./graphql-settings.ts";

/** No name of an operation has it. */
const ONLY = "*";

interface DocumentCardProps {
  readonly draft: IntegrationDraft;
  readonly settings: GraphqlSettings;
  readonly onChange: (change: Partial<GraphqlSettings>) => void;
  readonly operations: readonly Operation[];
  /** Null until it is loaded. */
  readonly language: Extension | null;
  readonly hasSchema: boolean;
  /** Of the document as it is written. */
  readonly problems: readonly string[];
}

/** What is asked of the endpoint, and which of its operations is sent. */
export function DocumentCard(props: DocumentCardProps) {
  const words = text.editors.graphql.document;
  const saved = () => props.draft.errorsUnder("/graphql/document");
  // The gateway says the same of what it refused.
  const said = createMemo(() => [...new Set([...saved().map(({ message }) => message), ...props.problems])]);
  const isWrong = () => props.problems.length > 0;
  const extensions = createMemo(() => [
    ...(props.language === null ? [] : [props.language]),
    markLines(saved().map(({ message }) => ({ ...documentPlace(message), message }))),
  ]);
  const names = () => props.operations.flatMap(({ name }) => (name === null ? [] : [name]));
  const options = createMemo(() => [
    { value: ONLY, label: words.onlyOne },
    ...names().map((name) => ({ value: name, label: name })),
  ]);
  return (
    <Card
      title={words.title}
      actions={
        <Badge tone={isWrong() ? "bad" : props.hasSchema ? "good" : "neutral"}>
          {isWrong()
            ? props.hasSchema
              ? words.misfits
              : words.noGraphql
            : props.hasSchema
              ? words.withSchema
              : words.withoutSchema}
        </Badge>
      }
    >
      <div class="flex min-w-0 flex-col gap-3">
        <CodeEditor
          label={words.title}
          language="text"
          value={props.settings.document}
          onChange={(document) => document !== props.settings.document && props.onChange({ document })}
          readOnly={!props.draft.mayEdit()}
          extensions={extensions()}
          minHeightPx={220}
        />
        <Show when={said().length > 0}>
          <div role="alert" class="text-xs text-bad">
            <ul class="flex flex-col gap-0.5">
              <For each={said()}>{(message) => <li class="break-words">{message}</li>}</For>
            </ul>
            <p class="mt-1 text-soft">{words.refusedAsItIs}</p>
          </div>
        </Show>
        <div class="flex flex-wrap items-end gap-4">
          <Select
            class="w-64"
            label={words.operation}
            options={options()}
            value={props.settings.operationName ?? ONLY}
            disabled={!props.draft.mayEdit()}
            error={props.draft.errorAt("/graphql/operationName")}
            onChange={(name) => props.onChange({ operationName: name === ONLY ? null : name })}
          />
          <ul class="flex min-w-60 flex-1 flex-wrap gap-1.5 pb-1.5" aria-label={words.operations}>
            <For each={props.operations}>
              {(operation) => (
                <li class="font-mono text-xs text-soft">
                  {operation.kind} {operation.name ?? words.nameless}
                  <Show when={operation.variables.length > 0}>
                    {` (${operation.variables.map(({ name, type }) => `$${name}: ${type}`).join(", ")})`}
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </div>
      </div>
    </Card>
  );
}
