import { useMutation } from "@tanstack/solid-query";
import { Play, Wand2 } from "lucide-solid";
import { createMemo, createSignal, For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api } from "~/api/client.ts";
import { asProblem } from "~/api/problem.ts";
import { Button } from "~/components/button.tsx";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { prettyJson } from "~/components/code/pretty-json.ts";
import { Confirm } from "~/components/dialog.tsx";
import { Card } from "~/components/page.tsx";
import { Failure, NotAllowed } from "~/components/states.tsx";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { useCommands } from "~/shell/palette-state.ts";
import { useOrganization } from "~/shell/use-organization.ts";
import { text } from "~/text/index.ts";
import { runKey } from "../code/run-key.ts";
import type { Names } from "../names/names.ts";
import type { Sample } from "../sample/use-sample.ts";
import { ExecuteResultView } from "./execute-result.tsx";
import type { Operation } from "./graphql-language.ts";
import type { GraphqlSettings } from "./graphql-settings.ts";
import { renderVariables } from "./render-variables.ts";

interface PlaygroundCardProps {
  readonly draft: IntegrationDraft;
  readonly settings: GraphqlSettings;
  readonly sample: Sample;
  readonly names: Names;
  /** The one that would be sent. */
  readonly operation: Operation | undefined;
}

/** Sends the document as it is written here to the endpoint, with variables of one's own or of the chosen event. */
export default function PlaygroundCard(props: PlaygroundCardProps) {
  const words = text.editors.graphql.playground;
  const may = useMay();
  const organization = useOrganization();
  const [variables, setVariables] = createSignal("{}");
  const [note, setNote] = createSignal<string | null>(null);
  const parsed = createMemo(() => readObject(variables()));
  const run = useMutation(() => ({
    mutationFn: () =>
      answer(
        api.POST("/api/v1/integrations/{id}/graphql/execute", {
          params: { path: { id: props.draft.id } },
          body: {
            document: props.settings.document,
            operationName: props.settings.operationName,
            variables: parsed(),
          },
        }),
      ),
  }));
  const [isAsking, setAsking] = createSignal(false);
  const send = () => {
    if (parsed() === null || !isStored() || !may("integrations:test") || run.isPending) return;
    // A question changes nothing; what may change something does so for real.
    if (props.operation?.kind === "mutation") setAsking(true);
    else run.mutate();
  };
  const isStored = () => props.draft.record().graphql !== null;
  useCommands(() =>
    may("integrations:test")
      ? [{ id: "graphql-run", label: words.run, hint: text.editors.script.runKey, run: send }]
      : [],
  );

  const fill = () => {
    const payloadText = props.sample.payloadText();
    if (payloadText === null) return;
    const record = props.draft.record();
    const made = renderVariables(props.settings.variables, {
      payloadText,
      type: props.sample.type(),
      env: Object.fromEntries((props.names.variables ?? []).map(({ name, value }) => [name, value])),
      config: {
        tenantId: organization.data?.id ?? "",
        tenantName: organization.data?.name ?? "",
        region: organization.data?.region ?? "",
        integrationId: record.id,
        integrationName: record.name,
      },
      now: Date.now(),
    });
    setNote(made.kind === "failed" ? made.message : made.kind === "lookup" ? words.lookup : null);
    if (made.kind === "json") setVariables(prettyJson(made.json));
  };
  const key = runKey(send);
  const refused = () => (run.isError ? asProblem(run.error) : null);
  return (
    <Card
      title={words.title}
      actions={
        <Show when={may("integrations:test")}>
          <Button
            size="small"
            look="primary"
            busy={run.isPending}
            disabled={parsed() === null || !isStored()}
            title={text.editors.script.runKey}
            onClick={send}
          >
            <Play class="size-3.5" aria-hidden="true" />
            {words.run}
          </Button>
        </Show>
      }
    >
      <Show when={may("integrations:test")} fallback={<NotAllowed permission="integrations:test" />}>
        <div class="flex min-w-0 flex-col gap-4">
          <div class="flex min-w-0 flex-col gap-2">
            <div class="flex flex-wrap items-center justify-between gap-2">
              <h3 class="text-xs font-medium text-soft">{words.variables}</h3>
              <Button size="small" look="quiet" disabled={props.sample.payloadText() === null} onClick={fill}>
                <Wand2 class="size-3.5" aria-hidden="true" />
                {words.fill}
              </Button>
            </div>
            <CodeEditor
              label={words.variables}
              language="json"
              value={variables()}
              onChange={setVariables}
              extensions={[key]}
              minHeightPx={100}
              maxHeightPx={240}
            />
            <Show when={note()}>{(why) => <p class="text-xs break-words text-warn">{why()}</p>}</Show>
            <Show when={parsed() === null}>
              <p class="text-xs text-bad">{words.noObject}</p>
            </Show>
            <p class="text-xs text-faint">{isStored() ? words.note : words.saveFirst}</p>
          </div>
          <div class="min-w-0">
            <Show
              when={run.data && !run.isError && run.data}
              fallback={<Before problem={refused()} error={run.error} />}
            >
              {(result) => <ExecuteResultView result={result()} />}
            </Show>
          </div>
        </div>
      </Show>
      <Confirm
        open={isAsking()}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          run.mutate();
        }}
        title={words.askTitle(props.operation?.name ?? text.editors.graphql.document.nameless)}
        description={words.ask(props.draft.record().url)}
        confirm={words.runMutation}
        danger
      />
    </Card>
  );
}

function Before(props: { readonly problem: ReturnType<typeof asProblem> | null; readonly error: unknown }) {
  return (
    <Show
      when={props.problem}
      fallback={<p class="text-sm text-faint">{text.editors.graphql.playground.notRun}</p>}
    >
      {(problem) => (
        <Show when={problem().errors.length > 0} fallback={<Failure error={props.error} />}>
          <div role="alert">
            <ul class="flex flex-col gap-1 text-sm text-bad">
              <For each={problem().errors}>{({ message }) => <li class="break-words">{message}</li>}</For>
            </ul>
          </div>
        </Show>
      )}
    </Show>
  );
}

function readObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
