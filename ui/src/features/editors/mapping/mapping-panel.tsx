import { createMemo, createSignal, type JSX } from "solid-js";
import type { Integration } from "~/features/integrations/draft-changes.ts";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { faultPlace } from "../dry-run/fault-place.ts";
import { useLiveDryRun } from "../dry-run/use-live-dry-run.ts";
import type { Names } from "../names/names.ts";
import { SamplePicker } from "../sample/sample-picker.tsx";
import type { Sample } from "../sample/use-sample.ts";
import { DryRunCard } from "./dry-run-card.tsx";
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

/** A mapping, and beside it what it makes of an event, a moment after every change. */
export default function MappingPanel(props: MappingPanelProps) {
  const [fault, setFault] = createSignal<string | null>(null);
  const run = useLiveDryRun(props.draft, props.sample, () => (fault() === null ? props.transform : null));
  const failed = createMemo(() => {
    const result = run.query.data;
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
  return (
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
      below={
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
      }
      beside={() => <DryRunCard run={run} sample={props.sample} fault={fault} />}
    />
  );
}
