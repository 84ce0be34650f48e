import { useNavigate } from "@solidjs/router";
import { Send } from "lucide-solid";
import { createSignal, For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { NotAllowed } from "~/components/states.tsx";
import { toast } from "~/components/toast.tsx";
import { bodyText, editorText, readJson } from "~/features/connect/json-text.ts";
import { Notice } from "~/features/connect/notice.tsx";
import { type Pair, recordOf } from "~/features/connect/pairs.ts";
import { PairsField } from "~/features/connect/pairs-field.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import type { EventType } from "./event-type-queries.ts";
import { Misfit } from "./payload-check.tsx";
import { usePayloadCheck } from "./use-payload-check.ts";
import type { useSubscriptions } from "./use-subscriptions.ts";
import { waitForEvent } from "./wait-for-event.ts";

const words = text.eventTypes.send;

interface SendTabProps {
  readonly type: EventType;
  readonly subscriptions: ReturnType<typeof useSubscriptions>;
}

/** The example, edited, as a real event: from here to what became of it. */
export function SendTab(props: SendTabProps) {
  const may = useMay();
  const navigate = useNavigate();
  const example = () => editorText(props.type.example) || "{}";
  const [payload, setPayload] = createSignal(example());
  const [id, setId] = createSignal("");
  const [labels, setLabels] = createSignal<readonly Pair[]>([]);
  const [isWaiting, setWaiting] = createSignal(false);
  const json = () => readJson(payload());
  const check = usePayloadCheck(() => props.type, payload);
  const misfit = () => {
    const found = check();
    return found === null || found.fits ? null : found;
  };
  const reached = () => props.subscriptions.data?.filter(({ enabled }) => enabled).length ?? null;
  const send = useAction(async () => {
    const read = json();
    if (read.kind !== "json") return;
    const given = recordOf(labels());
    const type = props.type.name;
    const body = bodyText(
      {
        type,
        id: id().trim() === "" ? undefined : id().trim(),
        labels: Object.keys(given).length === 0 ? undefined : given,
      },
      { payload: read.text },
    );
    const accepted = await answer(
      api.POST("/api/v1/events", { body: { type, payload: null }, bodySerializer: () => body }),
    );
    toast({ title: accepted.duplicate ? words.duplicate : words.sent });
    setWaiting(true);
    // Whoever may not see the log cannot ask it, and has no event page either.
    if (may("deliveries:read")) await waitForEvent(accepted.id).catch(() => undefined);
    navigate(`/o/${organizationId()}/events/${encodeURIComponent(accepted.id)}`);
  });
  return (
    <Show when={may("events:publish")} fallback={<NotAllowed permission="events:publish" />}>
      <div class="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Card
          title={words.payload}
          actions={
            <Button
              size="small"
              look="quiet"
              disabled={payload() === example()}
              onClick={() => setPayload(example())}
            >
              {words.reset}
            </Button>
          }
        >
          <CodeEditor
            label={words.payload}
            language="json"
            value={payload()}
            onChange={(next) => {
              send.clear();
              setPayload(next);
            }}
            minHeightPx={320}
          />
          <p role="status" class={`mt-1.5 text-xs ${json().kind === "json" ? "text-faint" : "text-bad"}`}>
            {json().kind === "json" ? (props.type.example === null ? words.noExample : "") : words.badJson}
          </p>
        </Card>
        <Card title={words.title}>
          <div class="flex flex-col gap-4">
            <Notice tone="info">
              <p>{words.warning}</p>
              <Show when={reached() !== null}>
                <p class="mt-0.5 font-medium">{words.reaches(reached() ?? 0)}</p>
              </Show>
            </Notice>
            <TextInput
              label={words.id}
              hint={words.idHint}
              mono
              value={id()}
              onInput={setId}
              error={send.fieldError("/id")}
            />
            <PairsField
              legend={words.labels}
              hint={words.labelsHint}
              pairs={labels()}
              onChange={setLabels}
              error={send.fieldError("/labels")}
              words={text.eventTypes.pairs}
            />
            <Show when={send.problem()}>
              {(problem) => (
                <Notice tone="bad" title={words.refused}>
                  <p>{problem().detail}</p>
                  <ul class="mt-1 flex flex-col gap-0.5">
                    <For each={problem().errors}>
                      {({ pointer, message }) => (
                        <li>
                          <code class="font-mono text-xs">{pointer}</code> {message}
                        </li>
                      )}
                    </For>
                  </ul>
                </Notice>
              )}
            </Show>
            <Show when={send.problem() === null && misfit()}>
              {(found) => (
                <Misfit
                  tone="warn"
                  title={words.doesNotFit}
                  errors={found().errors}
                  then={words.thenIt[props.type.validation ?? "OFF"]}
                />
              )}
            </Show>
            <div>
              <Button
                look="primary"
                busy={send.busy()}
                disabled={json().kind !== "json"}
                onClick={() => void send.run()}
              >
                <Send class="size-4" aria-hidden="true" />
                {words.submit}
              </Button>
              <Show when={isWaiting()}>
                <p role="status" class="mt-2 text-sm text-soft">
                  {words.waiting}
                </p>
              </Show>
            </div>
          </div>
        </Card>
      </div>
    </Show>
  );
}
