import { BookOpen, Play } from "lucide-solid";
import { createMemo, createSignal, For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { asProblem, type ProblemDocument } from "~/api/problem.ts";
import { Button, buttonClass } from "~/components/button.tsx";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { Menu, MenuItem } from "~/components/menu.tsx";
import { Card } from "~/components/page.tsx";
import { Failure, NotAllowed } from "~/components/states.tsx";
import { toast } from "~/components/toast.tsx";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { markLines } from "../code/mark-faults.ts";
import { runKey } from "../code/run-key.ts";
import { askDryRun, type DryRunResult } from "../dry-run/ask-dry-run.ts";
import { DryRunView } from "../dry-run/dry-run-view.tsx";
import { scriptLine } from "../dry-run/fault-place.ts";
import { wishOf } from "../dry-run/use-live-dry-run.ts";
import { completeScript } from "../names/complete-names.ts";
import type { Names } from "../names/names.ts";
import { SamplePicker } from "../sample/sample-picker.tsx";
import type { Sample } from "../sample/use-sample.ts";
import { EXAMPLES } from "./examples.ts";

interface ScriptPanelProps {
  readonly draft: IntegrationDraft;
  readonly source: string;
  readonly onChange: (source: string) => void;
  readonly sample: Sample;
  readonly names: Names;
  /** It was begun just now, by a button that has gone. */
  readonly isNew: boolean;
}

type Ran = { readonly source: string } & (
  | { readonly result: DryRunResult }
  | { readonly problem: ProblemDocument; readonly error: unknown }
);

/** A script and, beside it, what it makes of an event. It runs when it is told to: a run is paid with fuel. */
export default function ScriptPanel(props: ScriptPanelProps) {
  const words = text.editors.script;
  const may = useMay();
  const [ran, setRan] = createSignal<Ran | null>(null);
  const [isRunning, setRunning] = createSignal(false);

  const run = async () => {
    const { source } = props;
    const body = wishOf(props.draft, props.sample, { kind: "script", source });
    if (body === null || isRunning() || !may("integrations:test")) return;
    setRunning(true);
    try {
      setRan({ source, result: await askDryRun(props.draft.id, body) });
    } catch (error) {
      setRan({ source, problem: asProblem(error), error });
    } finally {
      setRunning(false);
    }
  };
  useCommands(() =>
    may("integrations:test")
      ? [{ id: "script-run", label: words.run, hint: words.runKey, run: () => void run() }]
      : [],
  );

  /** Messages about the source as it is now; what was said about an older one would mark the wrong lines. */
  const faults = createMemo(() => {
    const saved = props.draft.errorsUnder("/transform").map(({ message }) => message);
    const now = ran();
    const said: string[] = [];
    if (now !== null && now.source === props.source) {
      if ("problem" in now) said.push(...now.problem.errors.map(({ message }) => message));
      else if (now.result.outcome === "failed" && now.result.detail !== null) said.push(now.result.detail);
    }
    return [...new Set([...saved, ...said])].map((message) => ({ line: scriptLine(message), message }));
  });
  const key = runKey(() => void run());
  const extensions = createMemo(() => [key, markLines(faults())]);
  const begin = (source: string) => {
    const before = props.source;
    props.onChange(source);
    toast({
      title: words.exampleTaken,
      action: { label: text.shell.actions.undo, run: () => props.onChange(before) },
    });
  };

  return (
    <div class="grid min-w-0 gap-4 xl:grid-cols-2">
      <Card
        title={words.title}
        actions={
          <Show when={props.draft.mayEdit()}>
            <Menu
              label={words.examples}
              triggerClass={buttonClass("quiet", "small")}
              trigger={
                <>
                  <BookOpen class="size-3.5" aria-hidden="true" />
                  {words.examples}
                </>
              }
            >
              <For each={EXAMPLES}>
                {(example) => (
                  <MenuItem onSelect={() => begin(example.source)}>
                    {words.exampleNames[example.key]}
                  </MenuItem>
                )}
              </For>
            </Menu>
          </Show>
        }
      >
        <div class="flex min-w-0 flex-col gap-2">
          <CodeEditor
            label={words.label}
            language="javascript"
            value={props.source}
            onChange={props.onChange}
            readOnly={!props.draft.mayEdit()}
            autoFocus={props.isNew}
            complete={completeScript(() => props.names)}
            extensions={extensions()}
            minHeightPx={380}
            maxHeightPx={640}
          />
          <Show when={faults().length > 0}>
            <div role="alert">
              <ul class="flex flex-col gap-0.5 text-xs text-bad">
                <For each={faults()}>{({ message }) => <li class="break-words">{message}</li>}</For>
              </ul>
            </div>
          </Show>
          <p class="text-xs text-faint">{words.note}</p>
          <details class="text-xs text-soft">
            <summary class="cursor-pointer">{words.answers}</summary>
            <dl class="mt-2 grid gap-x-3 gap-y-1 sm:grid-cols-[auto_1fr]">
              <For each={words.answerShapes}>
                {([shape, meaning]) => (
                  <>
                    <dt class="font-mono text-ink">{shape}</dt>
                    <dd>{meaning}</dd>
                  </>
                )}
              </For>
            </dl>
          </details>
        </div>
      </Card>
      <Card
        title={text.editors.dryRun.title}
        class="self-start xl:sticky xl:top-17 xl:max-h-[calc(100dvh-9.5rem)] xl:overflow-y-auto"
        actions={
          <Show when={may("integrations:test")}>
            <Button
              look="primary"
              size="small"
              busy={isRunning()}
              disabled={props.sample.payloadText() === null}
              title={words.runKey}
              onClick={() => void run()}
            >
              <Play class="size-3.5" aria-hidden="true" />
              {words.run}
            </Button>
          </Show>
        }
      >
        <div class="flex min-w-0 flex-col gap-3">
          <SamplePicker sample={props.sample} />
          <Show when={may("integrations:test")} fallback={<NotAllowed permission="integrations:test" />}>
            <Show when={ran()} fallback={<p class="text-sm text-faint">{words.notRun}</p>}>
              {(now) => <RanView ran={now()} isOld={now().source !== props.source} />}
            </Show>
          </Show>
        </div>
      </Card>
    </div>
  );
}

function RanView(props: { readonly ran: Ran; readonly isOld: boolean }) {
  const result = () => ("result" in props.ran ? props.ran.result : false);
  const error = () => ("problem" in props.ran ? props.ran.error : null);
  /** What is wrong with the script stands below the script; a limit or a lost connection stands here. */
  const isInEditor = () => "problem" in props.ran && props.ran.problem.errors.length > 0;
  return (
    <>
      <Show when={props.isOld}>
        <p class="text-xs text-warn">{text.editors.script.old}</p>
      </Show>
      <Show
        when={result()}
        fallback={
          <Show when={isInEditor()} fallback={<Failure error={error()} />}>
            <p class="text-sm text-bad">{text.editors.script.refused}</p>
          </Show>
        }
      >
        {(now) => <DryRunView result={now()} isOld={props.isOld} />}
      </Show>
    </>
  );
}
