import { A } from "@solidjs/router";
import { useMutation } from "@tanstack/solid-query";
import { FileSearch } from "lucide-solid";
import { createMemo, createSignal, For, Show } from "solid-js";
import { answer, api, organizationId } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/page.tsx";
import { Select } from "~/components/select.tsx";
import { Empty, Failure, LoadingRows } from "~/components/states.tsx";
import { count, percent } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { missingFields } from "./missing-fields.ts";
import type { Mode } from "./mode-choice.tsx";

export type Report = components["schemas"]["ValidationReport"];

const SIZES = ["50", "100", "500", "1000"] as const;

interface ReportCardProps {
  readonly integrationId: string;
  /** Null while it is no JSON. */
  readonly schema: { readonly value: unknown } | null;
  readonly mode: Mode;
  /** Mode and schema are those that are saved: what is told happens already. */
  readonly isLive: boolean;
  /** The gateway refused the schema: shown in the editor. */
  readonly onRefused: (error: unknown) => void;
}

/** How the last real events would fare, before the schema is switched on. */
export function ReportCard(props: ReportCardProps) {
  const words = text.editors.validation.report;
  const [last, setLast] = createSignal<(typeof SIZES)[number]>("100");
  /** Off has no way to judge: whether they fit is what one wants to know then. */
  const mode = () => (props.mode === "OFF" ? "STRICT" : props.mode);
  const certainty = () => (props.mode === "OFF" ? "off" : props.isLive ? "live" : "draft");
  const asked = () => JSON.stringify([props.schema, mode(), last()]);
  const report = useMutation(() => ({
    mutationFn: async (_: string) =>
      answer(
        api.POST("/api/v1/integrations/{id}/validation-report", {
          params: { path: { id: props.integrationId } },
          body: { schema: props.schema?.value, mode: mode(), last: Number(last()) },
        }),
      ),
    onError: props.onRefused,
  }));
  return (
    <Card
      title={words.title}
      actions={
        <>
          <Select
            class="w-36"
            label={words.last}
            labelHidden
            options={SIZES.map((value) => ({ value, label: words.lastOf(Number(value)) }))}
            value={last()}
            onChange={setLast}
          />
          <Button
            size="small"
            look="primary"
            busy={report.isPending}
            disabled={props.schema === null}
            onClick={() => report.mutate(asked())}
          >
            <FileSearch class="size-3.5" aria-hidden="true" />
            {words.run}
          </Button>
        </>
      }
    >
      <Show when={!report.isPending} fallback={<LoadingRows rows={4} />}>
        <Show when={!report.isError} fallback={<Failure error={report.error} />}>
          <Show when={report.data} fallback={<Empty title={words.emptyTitle}>{words.empty}</Empty>}>
            {(data) => (
              <ReportView
                report={data()}
                mode={mode()}
                certainty={certainty()}
                isOld={report.variables !== asked()}
              />
            )}
          </Show>
        </Show>
      </Show>
    </Card>
  );
}

function ReportView(props: {
  readonly report: Report;
  readonly mode: Exclude<Mode, "OFF">;
  readonly certainty: "off" | "draft" | "live";
  readonly isOld: boolean;
}) {
  const words = text.editors.validation.report;
  const share = () => (props.report.checked === 0 ? null : props.report.failing / props.report.checked);
  const most = createMemo(() => Math.max(1, ...props.report.failures.map((failure) => failure.count)));
  return (
    <div class="flex min-w-0 flex-col gap-4">
      <div class="flex flex-wrap items-center gap-2" role="status">
        <Badge tone={props.report.failing === 0 ? "good" : "bad"}>
          {props.report.failing === 0 ? words.allFit : words.failing(props.report.failing)}
        </Badge>
        <span class="text-sm text-soft">
          {words.checked(props.report.checked, props.report.fitting)}
          <Show when={share() !== null && props.report.failing > 0}>
            {" "}
            {words.share(percent(share() ?? 0))}
          </Show>
        </span>
        <Show when={props.isOld}>
          <Badge tone="warn">{words.old}</Badge>
        </Show>
      </div>
      <Show when={props.report.failing > 0}>
        <p class="text-sm text-soft">
          {props.certainty === "off"
            ? words.offConsequence(props.report.failing)
            : words.consequences[props.mode][props.certainty](props.report.failing)}
        </p>
      </Show>
      <Show when={props.report.changed > 0}>
        <p class="text-sm text-soft">{words.changed(props.report.changed)}</p>
      </Show>
      <Show when={props.report.unreadable > 0}>
        <p class="text-xs text-faint">{words.unreadable(props.report.unreadable)}</p>
      </Show>
      <Show when={props.report.endedEarly}>
        <p class="text-xs text-warn">{words.endedEarly}</p>
      </Show>
      <Show when={props.report.warnings.length > 0}>
        <ul class="text-xs text-warn">
          <For each={props.report.warnings}>{(warning) => <li>{warning}</li>}</For>
        </ul>
      </Show>
      <Show when={props.report.failures.length > 0}>
        <section class="flex flex-col gap-2">
          <h3 class="text-xs font-medium text-soft">{words.fields}</h3>
          <ul class="flex flex-col gap-1.5">
            <For each={props.report.failures}>
              {(failure) => (
                <li class="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 text-xs">
                  <span class="min-w-0 break-words">
                    <code class="text-ink">{failure.field === "" ? words.whole : failure.field}</code>{" "}
                    <span class="text-faint">{failure.keyword}</span>
                    <Show when={missingFields(props.report.examples, failure)}>
                      {(names) => (
                        <span class="text-bad">
                          {" "}
                          {words.missing} <code>{names().join(", ")}</code>
                        </span>
                      )}
                    </Show>
                  </span>
                  <span class="tabular-nums text-soft">{count(failure.count)}</span>
                  <span class="col-span-2 h-1 overflow-hidden rounded-full bg-sunken" aria-hidden="true">
                    <span
                      class="block h-full rounded-full bg-bad-solid"
                      style={{ width: `${(failure.count / most()) * 100}%` }}
                    />
                  </span>
                </li>
              )}
            </For>
          </ul>
        </section>
        <section class="flex flex-col gap-2">
          <h3 class="text-xs font-medium text-soft">{words.examples}</h3>
          <ul class="flex max-h-80 flex-col divide-y divide-line overflow-y-auto rounded-md border border-line">
            <For each={props.report.examples}>{(example) => <ExampleRow example={example} />}</For>
          </ul>
        </section>
      </Show>
    </div>
  );
}

function ExampleRow(props: { readonly example: Report["examples"][number] }) {
  return (
    <li class="flex flex-col gap-1 px-3 py-2 text-xs">
      <A
        href={`/o/${organizationId()}/events/${props.example.eventId}`}
        class="font-mono text-accent-ink hover:underline"
      >
        {props.example.eventId}
      </A>
      <ul class="text-soft">
        <For each={props.example.errors}>
          {({ pointer, message }) => (
            <li class="break-words">
              <code class="text-ink">{pointer === "" ? "/" : pointer}</code> {message}
            </li>
          )}
        </For>
      </ul>
    </li>
  );
}
