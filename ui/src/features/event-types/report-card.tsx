import { A } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import { answer, api, organizationId } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Select } from "~/components/select.tsx";
import { bodyText, readJson } from "~/features/connect/json-text.ts";
import { Notice } from "~/features/connect/notice.tsx";
import { useAction } from "~/primitives/action.ts";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { MODES, type TypeDraft } from "./type-draft.ts";

const words = text.eventTypes.report;
const SIZES = ["50", "100", "500", "1000"] as const;
const REPORT_MODES = MODES.filter((mode) => mode !== "OFF");

type Report = components["schemas"]["ValidationReport"];

/** How the newest real events would fare, before anybody is refused. */
export function ReportCard(props: { readonly name: string; readonly draft: TypeDraft }) {
  const [last, setLast] = createSignal<(typeof SIZES)[number]>("100");
  const [mode, setMode] = createSignal(props.draft.mode === "OFF" ? "STRICT" : props.draft.mode);
  const [report, setReport] = createSignal<Report | null>(null);
  const schema = () => readJson(props.draft.schema);
  const run = useAction(async () => {
    const read = schema();
    if (read.kind !== "json") return;
    const members = { mode: mode(), last: Number(last()) };
    setReport(
      await answer(
        api.POST("/api/v1/event-types/{name}/validation-report", {
          params: { path: { name: props.name } },
          body: { ...members, schema: null },
          bodySerializer: () => bodyText(members, { schema: read.text }),
        }),
      ),
    );
  });
  return (
    <Card title={words.title}>
      <p class="mb-3 text-sm text-soft">{words.hint}</p>
      <div class="flex flex-wrap items-end gap-3">
        <Select
          class="w-40"
          label={words.last}
          options={SIZES.map((value) => ({ value, label: words.lastOf(Number(value)) }))}
          value={last()}
          onChange={setLast}
        />
        <Select
          class="w-44"
          label={words.as}
          options={REPORT_MODES.map((value) => ({ value, label: text.eventTypes.modes[value] }))}
          value={mode()}
          onChange={setMode}
        />
        <Button busy={run.busy()} disabled={schema().kind !== "json"} onClick={() => void run.run()}>
          {words.run}
        </Button>
        <Show when={schema().kind === "none"}>
          <p class="text-sm text-faint">{words.noSchema}</p>
        </Show>
      </div>
      <div class="mt-3 flex flex-col gap-3">
        <ProblemNote problem={run.problem()} />
        <Show when={report()}>{(made) => <ReportView report={made()} />}</Show>
      </div>
    </Card>
  );
}

function ReportView(props: { readonly report: Report }) {
  const report = () => props.report;
  return (
    <Show when={report().found > 0} fallback={<p class="text-sm text-soft">{words.none}</p>}>
      <Notice
        tone={report().failing === 0 ? "good" : "warn"}
        title={report().failing === 0 ? words.allFit : words.someFail}
      >
        <p>
          {words.summary(count(report().checked), count(report().fitting), count(report().failing))}{" "}
          <Show when={report().changed > 0}>{words.changed(count(report().changed))} </Show>
          <Show when={report().unreadable > 0}>{words.unreadable(count(report().unreadable))} </Show>
          <Show when={report().endedEarly}>{words.early}</Show>
        </p>
        <For each={report().warnings}>{(warning) => <p class="mt-1">{warning}</p>}</For>
      </Notice>
      <Show when={report().failures.length > 0}>
        <div class="overflow-x-auto">
          <table class="w-full text-sm">
            <thead>
              <tr class="border-b text-left text-xs text-faint">
                <th class="py-1.5 pr-4 font-medium">{words.fields.field}</th>
                <th class="py-1.5 pr-4 font-medium">{words.fields.keyword}</th>
                <th class="py-1.5 text-right font-medium">{words.fields.count}</th>
              </tr>
            </thead>
            <tbody>
              <For each={report().failures}>
                {(failure) => (
                  <tr class="border-b">
                    <td class="py-1.5 pr-4">
                      <code class="font-mono text-xs">{failure.field || words.root}</code>
                    </td>
                    <td class="py-1.5 pr-4 text-soft">{failure.keyword}</td>
                    <td class="py-1.5 text-right text-soft">{count(failure.count)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
      <Show when={report().examples.length > 0}>
        <div>
          <h3 class="text-xs font-medium text-faint">{words.examples}</h3>
          <ul class="mt-1 flex flex-col gap-1 text-sm">
            <For each={report().examples}>
              {({ eventId, errors }) => (
                <li class="flex flex-wrap gap-x-2">
                  <A
                    class="font-mono text-xs text-accent-ink hover:underline"
                    href={`/o/${organizationId()}/events/${encodeURIComponent(eventId)}`}
                  >
                    {eventId}
                  </A>
                  <span class="text-soft">
                    {errors.map(({ pointer, message }) => `${pointer} ${message}`.trim()).join("; ")}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </div>
      </Show>
    </Show>
  );
}
