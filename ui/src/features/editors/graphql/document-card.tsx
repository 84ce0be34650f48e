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
}

/** What is asked of the endpoint, and which of its operations is sent. */
export function DocumentCard(props: DocumentCardProps) {
  const words = text.editors.graphql.document;
  const saved = () => props.draft.errorsUnder("/graphql/document");
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
        <Badge tone={props.hasSchema ? "good" : "neutral"}>
          {props.hasSchema ? words.withSchema : words.withoutSchema}
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
        <Show when={saved().length > 0}>
          <div role="alert">
            <ul class="flex flex-col gap-0.5 text-xs text-bad">
              <For each={saved()}>{({ message }) => <li class="break-words">{message}</li>}</For>
            </ul>
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
