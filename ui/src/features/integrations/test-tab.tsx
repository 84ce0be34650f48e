import { useQueryClient } from "@tanstack/solid-query";
import { FlaskConical } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { inOrganization } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { CodeView } from "~/components/code/code-view.tsx";
import { Card } from "~/components/page.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Select } from "~/components/select.tsx";
import { Empty } from "~/components/states.tsx";
import { toastProblem } from "~/components/toast.tsx";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { text } from "~/text/index.ts";
import { sendTest, type TestResult } from "./send-test.ts";
import { takes } from "./takes.ts";
import { TestResultView } from "./test-result.tsx";
import { useCatalogue } from "./use-catalogue.ts";
import type { IntegrationTabProps } from "./use-integration-draft.tsx";

const CHOSEN_BY_GATEWAY = "";

/** One event, sent now: what went over the wire, what came back, and what a real delivery would do next. */
export default function TestTab(props: IntegrationTabProps) {
  const words = text.integrations.test;
  const { draft } = props;
  const client = useQueryClient();
  const { types } = useCatalogue();
  const [type, setType] = createSignal(CHOSEN_BY_GATEWAY);
  const [source, setSource] = createSignal<"example" | "own">("example");
  const [payload, setPayload] = createSignal("{\n  \n}");
  const [result, setResult] = createSignal<TestResult | null>(null);
  const [isBusy, setBusy] = createSignal(false);

  const fitting = () => types().filter(({ name }) => takes(draft.value().eventTypes, name));
  const example = () => {
    const found = types().find(({ name }) => name === (type() || fitting()[0]?.name));
    return found?.example ?? null;
  };
  const isWrong = () => source() === "own" && !isJson(payload());
  const options = () => [
    { value: CHOSEN_BY_GATEWAY, label: words.anyType },
    ...types().map(({ name }) => ({
      value: name,
      label: name,
      ...(takes(draft.value().eventTypes, name) ? {} : { hint: words.notTaken }),
    })),
  ];

  const send = async () => {
    if (isBusy() || isWrong()) return;
    setBusy(true);
    try {
      const own = source() === "own" ? payload() : null;
      setResult(await sendTest(draft.id, type() === CHOSEN_BY_GATEWAY ? null : type(), own));
      void client.invalidateQueries({ queryKey: inOrganization("integrations", draft.id) });
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  };
  useShortcuts([{ keys: "s", label: words.send, group: text.integrations.one, run: () => void send() }]);

  return (
    <div class="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,4fr)_minmax(0,8fr)]">
      <Card title={words.what}>
        <div class="flex flex-col gap-4">
          <Select label={words.type} value={type()} options={options()} onChange={setType} />
          <Segmented
            label={words.payload}
            value={source()}
            onChange={(next) => {
              if (next === "own" && example() !== null) setPayload(JSON.stringify(example(), null, 2));
              setSource(next);
            }}
            options={[
              { value: "example", label: words.example },
              { value: "own", label: words.own },
            ]}
          />
          <Show
            when={source() === "own"}
            fallback={
              <Show when={example() !== null} fallback={<p class="text-sm text-faint">{words.noExample}</p>}>
                <CodeView label={words.example} value={JSON.stringify(example())} maxHeightPx={280} />
              </Show>
            }
          >
            <CodeEditor label={words.own} language="json" value={payload()} onChange={setPayload} />
            <Show when={isWrong()}>
              <p class="-mt-2 text-xs text-bad">{text.integrations.json.notJson(words.own)}</p>
            </Show>
          </Show>
          <Show when={draft.isDirty()}>
            <p class="text-sm text-warn">{words.unsaved}</p>
          </Show>
          <Button look="primary" busy={isBusy()} disabled={isWrong()} onClick={() => void send()}>
            <FlaskConical class="size-4" aria-hidden="true" />
            {words.sendNow}
          </Button>
          <p class="text-xs text-faint">{words.hint}</p>
        </div>
      </Card>
      <Show
        when={result()}
        fallback={
          <Card>
            <Empty
              title={words.emptyTitle}
              icon={<FlaskConical class="size-7" stroke-width={1.5} aria-hidden="true" />}
            >
              {words.empty}
            </Empty>
          </Card>
        }
      >
        {(shown) => <TestResultView result={shown()} />}
      </Show>
    </div>
  );
}

function isJson(written: string): boolean {
  try {
    JSON.parse(written);
    return true;
  } catch {
    return false;
  }
}
