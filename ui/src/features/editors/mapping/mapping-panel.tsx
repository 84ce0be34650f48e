import { createMemo, createSignal, type JSX, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Card } from "~/components/page.tsx";
import { Failure, NotAllowed } from "~/components/states.tsx";
import type { Integration } from "~/features/integrations/draft-changes.ts";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { text } from "~/text/index.ts";
import { DryRunView } from "../dry-run/dry-run-view.tsx";
import { faultPlace } from "../dry-run/fault-place.ts";
import { useLiveDryRun } from "../dry-run/use-live-dry-run.ts";
import type { Names } from "../names/names.ts";
import { SamplePicker } from "../sample/sample-picker.tsx";
import type { Sample } from "../sample/use-sample.ts";
import { flatRows } from "./flat-rows.ts";
import { MappingEditor } from "./mapping-editor.tsx";
import { readMapping } from "./read-mapping.ts";
import { RequestFields, type RequestTemplates } from "./request-fields.tsx";

export interface SimpleTransform extends RequestTemplates {
  readonly kind: "simple";
  readonly mapping?: unknown;
}

type StoredSimple = Extract<NonNullable<Integration["transform"]>, { kind: "simple" }>;

interface MappingPanelProps {
  readonly draft: IntegrationDraft;
  readonly transform: SimpleTransform;
  readonly onChange: (transform: StoredSimple) => void;
  readonly sample: Sample;
  readonly names: Names;
  readonly actions: JSX.Element;
}

const PLACE = "/transform";

/** A mapping, and below it what it makes of an event, a moment after every change. */
export default function MappingPanel(props: MappingPanelProps) {
  const words = text.editors.mapping;
  const may = useMay();
  const [fault, setFault] = createSignal<string | null>(null);
  const run = useLiveDryRun(props.draft, props.sample, () => (fault() === null ? props.transform : null));
  const failed = createMemo(() => {
    const result = run.data;
    const detail = result?.outcome === "failed" ? result.detail : null;
    if (detail === null) return null;
    const pointers = flatRows(readMapping(props.transform.mapping), "/mapping").map(({ pointer }) => pointer);
    const place = faultPlace(detail, pointers);
    return place === null ? null : { pointer: PLACE + place.pointer, message: place.message };
  });
  const put = (change: Partial<SimpleTransform>) => {
    const next = { ...props.transform, ...change };
    const kept = Object.entries(next).filter(([, value]) => value !== undefined);
    props.onChange(Object.fromEntries(kept) as unknown as StoredSimple);
  };
  const DryRunCard = () => (
    <Card title={text.editors.dryRun.title}>
      <Show when={may("integrations:test")} fallback={<NotAllowed permission="integrations:test" />}>
        <Show when={fault()}>{(why) => <p class="mb-3 text-sm text-bad">{words.notRun(why())}</p>}</Show>
        <Show
          when={run.data}
          fallback={
            <Show when={run.isError} fallback={<Waiting sample={props.sample} />}>
              <Failure error={run.error} onRetry={() => void run.refetch()} />
            </Show>
          }
        >
          {(result) => (
            <div aria-busy={run.isFetching}>
              <Show when={fault() !== null}>
                <p class="mb-3 text-xs text-faint">{words.lastRun}</p>
              </Show>
              <Show when={run.isError}>
                <Failure error={run.error} />
              </Show>
              <DryRunView result={result()} />
            </div>
          )}
        </Show>
      </Show>
    </Card>
  );
  return (
    <div class="flex min-w-0 flex-col gap-4">
      <MappingEditor
        draft={props.draft}
        pointer={`${PLACE}/mapping`}
        mapping={props.transform.mapping}
        onChange={(mapping) => put({ mapping })}
        names={props.names}
        picker={<SamplePicker sample={props.sample} />}
        failed={failed()}
        onFaults={setFault}
        actions={props.actions}
        aside={DryRunCard}
      />
      <RequestFields
        draft={props.draft}
        value={{
          url: props.transform.url,
          method: props.transform.method,
          headers: props.transform.headers,
          query: props.transform.query,
        }}
        names={props.names}
        onChange={put}
      />
    </div>
  );
}

function Waiting(props: { readonly sample: Sample }) {
  const words = text.editors.dryRun;
  return (
    <p class="text-sm text-faint">
      {props.sample.payloadText() === null && !props.sample.isLoading() ? words.noSample : words.waiting}
    </p>
  );
}
