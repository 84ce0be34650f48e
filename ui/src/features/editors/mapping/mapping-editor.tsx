import { createEffect, createMemo, createSignal, type JSX, Match, on, onCleanup, Switch } from "solid-js";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { Segmented } from "~/components/segmented.tsx";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { useUrlChoice } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { markPointers } from "../code/mark-faults.ts";
import { completeTemplates } from "../names/complete-names.ts";
import type { Names } from "../names/names.ts";
import { BesideLayout } from "./beside-layout.tsx";
import { flatRows } from "./flat-rows.ts";
import { MappingBuilder } from "./mapping-builder.tsx";
import type { MappingNode } from "./mapping-tree.ts";
import { readMapping } from "./read-mapping.ts";
import { type Fault, faultsByRow, refused, unwritten } from "./row-faults.ts";
import { writeMapping } from "./write-mapping.ts";

interface MappingEditorProps {
  readonly draft: IntegrationDraft;
  /** Where it lies in the integration: `/transform/mapping`. */
  readonly pointer: string;
  readonly mapping: unknown;
  readonly onChange: (mapping: unknown) => void;
  readonly names: Names;
  /** Above the payload's tree. */
  readonly picker: JSX.Element;
  /** What a dry run said about a place of it. */
  readonly failed: Fault | null;
  /** Told when it can be run: null is well. */
  readonly onFaults?: (fault: string | null) => void;
  readonly actions?: JSX.Element;
  /** Stays in sight beside the mapping, before the payload: what it makes. */
  readonly beside?: (() => JSX.Element) | undefined;
  /** What belongs to it, below. */
  readonly below?: JSX.Element;
}

const VIEWS = ["builder", "json"] as const;

/** A mapping as rows or as JSON: one value, two views. */
export function MappingEditor(props: MappingEditorProps) {
  const words = text.editors.mapping;
  const [view, setView] = useUrlChoice("view", VIEWS);
  const [root, setRoot] = createSignal<MappingNode>(readMapping(props.mapping));
  const [json, setJson] = createSignal(print(props.mapping));
  const [active, setActive] = createSignal<string | null>(null);
  const [isBroken, setBroken] = createSignal(false);
  let written = JSON.stringify(props.mapping);

  const put = (mapping: unknown) => {
    written = JSON.stringify(mapping);
    props.onChange(mapping);
  };
  // What comes from elsewhere: thrown away, taken from somebody else's change.
  createEffect(
    on([() => props.mapping, props.draft.revision], ([mapping]) => {
      if (JSON.stringify(mapping) === written) return;
      written = JSON.stringify(mapping);
      setRoot(readMapping(mapping));
      setJson(print(mapping));
      setBroken(false);
    }),
  );
  const change = (by: (root: MappingNode) => MappingNode) => {
    setRoot(by);
    const mapping = writeMapping(root());
    setJson(print(mapping));
    put(mapping);
  };
  const typeJson = (typed: string) => {
    if (typed === json()) return;
    setJson(typed);
    try {
      const mapping: unknown = JSON.parse(typed);
      setBroken(false);
      setRoot(readMapping(mapping));
      put(mapping);
    } catch {
      setBroken(true);
    }
  };

  // One integration has several mappings: each holds saving up for itself.
  const place = () => props.pointer.slice(1);
  const unfinished = createMemo(() => unwritten(flatRows(root(), props.pointer), active()));
  const faults = createMemo((): readonly Fault[] => [
    ...unfinished(),
    ...refused(root(), props.pointer, props.names),
    ...props.draft.errorsUnder(props.pointer),
    ...(props.failed === null ? [] : [props.failed]),
  ]);
  createEffect(() => {
    const unsaid = isBroken() ? words.faults.noJson : (unfinished()[0]?.message ?? null);
    props.draft.block(place(), unsaid);
    props.onFaults?.(unsaid ?? refused(root(), props.pointer, props.names)[0]?.message ?? null);
  });
  onCleanup(() => props.draft.block(place(), null));

  const marked = createMemo(() => [
    markPointers(
      faults().map(({ pointer, message }) => ({ pointer: pointer.slice(props.pointer.length), message })),
    ),
  ]);
  return (
    <div class="flex min-w-0 flex-col gap-3">
      <div class="flex flex-wrap items-center justify-between gap-2">
        <Segmented
          label={words.view}
          options={VIEWS.map((value) => ({ value, label: words.views[value] }))}
          value={view()}
          onChange={setView}
        />
        <div class="flex flex-wrap gap-2">{props.actions}</div>
      </div>
      <Switch>
        <Match when={view() === "builder"}>
          <MappingBuilder
            root={root()}
            onChange={change}
            names={props.names}
            faults={faultsByRow(root(), props.pointer, faults())}
            readOnly={!props.draft.mayEdit()}
            active={active()}
            onActive={setActive}
            picker={props.picker}
            beside={props.beside}
            below={props.below}
          />
        </Match>
        <Match when={view() === "json"}>
          <BesideLayout beside={props.beside} payload={props.beside === undefined ? null : props.picker}>
            <CodeEditor
              label={words.jsonLabel}
              language="json"
              value={json()}
              onChange={typeJson}
              readOnly={!props.draft.mayEdit()}
              complete={completeTemplates(() => props.names)}
              extensions={marked()}
              minHeightPx={280}
            />
            <p class="text-xs text-faint">{words.jsonNote}</p>
            {props.below}
          </BesideLayout>
        </Match>
      </Switch>
    </div>
  );
}

function print(mapping: unknown): string {
  return JSON.stringify(mapping, null, 2) ?? "null";
}
