import { useQueryClient } from "@tanstack/solid-query";
import { FlaskConical } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { inOrganization } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { CodeView } from "~/components/code/code-view.tsx";
import { Card } from "~/components/page.tsx";
import { Segmented } from "~/components/segmented.tsx";
import { Select } from "~/components/select.tsx";
import { Empty } from "~/components/states.tsx";
import { toastProblem } from "~/components/toast.tsx";
import { useUrlChoice, useUrlText } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { SamplePicker } from "../editors/sample/sample-picker.tsx";
import { useSample } from "../editors/sample/use-sample.ts";
import { sendTest, type TestResult } from "./send-test.ts";
import { takes } from "./takes.ts";
import { TestResultView } from "./test-result.tsx";
import { useCatalogue } from "./use-catalogue.ts";
import type { IntegrationTabProps } from "./use-integration-draft.tsx";

const CHOSEN_BY_GATEWAY = "";
const SOURCES = ["example", "sample"] as const;

/** One event, sent now: what went over the wire, what came back, and what a real delivery would do next. */
export default function TestTab(props: IntegrationTabProps) {
  const words = text.integrations.test;
  const { draft } = props;
  const client = useQueryClient();
  const { types } = useCatalogue();
  const sample = useSample(draft);
  const [givenType, setType] = useUrlText("type");
  const type = () => givenType() ?? CHOSEN_BY_GATEWAY;
  const [source, setSource] = useUrlChoice("payload", SOURCES);
  const [result, setResult] = createSignal<TestResult | null>(null);
  const [isBusy, setBusy] = createSignal(false);

  const fitting = () => types().filter(({ name }) => takes(draft.value().eventTypes, name));
  const example = () => {
    const found = types().find(({ name }) => name === (type() || fitting()[0]?.name));
    return found?.example ?? null;
  };
  const isWrong = () => source() === "sample" && sample.payloadText() === null;
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
      const wanted = source() === "sample" ? sample.type() : type();
      const payload = source() === "sample" ? sample.payloadText() : null;
      setResult(await sendTest(draft.id, wanted === CHOSEN_BY_GATEWAY ? null : wanted, payload));
      void client.invalidateQueries({ queryKey: inOrganization("integrations", draft.id) });
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div class="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,4fr)_minmax(0,8fr)]">
      <Card title={words.what}>
        <div class="flex flex-col gap-4">
          <Segmented
            label={words.payload}
            value={source()}
            onChange={setSource}
            options={SOURCES.map((value) => ({ value, label: words.payloads[value] }))}
          />
          <Show
            when={source() === "sample"}
            fallback={
              <>
                <Select label={words.type} value={type()} options={options()} onChange={setType} />
                <Show
                  when={example() !== null}
                  fallback={<p class="text-sm text-faint">{words.noExample}</p>}
                >
                  <CodeView label={words.example} value={JSON.stringify(example())} maxHeightPx={280} />
                </Show>
              </>
            }
          >
            <SamplePicker sample={sample} />
            <Show when={sample.choice().kind !== "own" && sample.payloadText()}>
              {(payload) => <CodeView label={words.payload} value={payload()} maxHeightPx={280} />}
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
