import { createMemo, createSignal, For, type JSX, Show } from "solid-js";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import type { Names } from "../names/names.ts";
import { SourceTree } from "../sample/source-tree.tsx";
import { AddBelow } from "./add-below.tsx";
import { type Builder, BuilderContext } from "./builder-context.ts";
import { readField } from "./expression-text.ts";
import { type FlatRow, flatRows } from "./flat-rows.ts";
import { MappingRowView } from "./mapping-row.tsx";
import type { MappingNode } from "./mapping-tree.ts";
import { pickPath } from "./pick-path.ts";
import { namesIn } from "./row-names.ts";

interface MappingBuilderProps {
  readonly root: MappingNode;
  /** Takes the change of the tree that is there by then. */
  readonly onChange: (change: (root: MappingNode) => MappingNode) => void;
  readonly names: Names;
  /** By the row's id. */
  readonly faults: ReadonlyMap<string, string>;
  readonly readOnly: boolean;
  /** Above the tree of the payload: which payload it is. */
  readonly picker: JSX.Element;
  /** Below the payload, beside the rows: what they make of it. */
  readonly aside?: (() => JSX.Element) | undefined;
}

/** Rows: what the target gets, and where it comes from; beside them the payload, to click into. */
export function MappingBuilder(props: MappingBuilderProps) {
  const words = text.editors.mapping;
  let host: HTMLDivElement | undefined;
  const rows = createMemo(() => flatRows(props.root));
  const ids = createMemo(() => rows().map(({ node }) => node.id), [], { equals: sameList });
  const rowOf = createMemo(() => new Map(rows().map((row) => [row.node.id, row])));
  const [active, setActive] = createSignal<string | null>(null);
  const [plain, setPlain] = createSignal<ReadonlySet<string>>(new Set());
  const [dragged, setDragged] = createSignal<FlatRow | null>(null);
  const [said, say] = createSignal("");
  const focusRow = (id: string) =>
    queueMicrotask(() => host?.querySelector<HTMLElement>(`[data-row="${id}"] input`)?.focus());
  const builder: Builder = {
    change: props.onChange,
    isReadOnly: () => props.readOnly,
    names: (row) => namesIn(props.names, row.locals),
    faultOf: (row) => props.faults.get(row.node.id),
    active,
    setActive,
    isPlain: (id) => plain().has(id),
    setPlain: (id, on) =>
      setPlain((known) => new Set(on ? [...known, id] : [...known].filter((other) => other !== id))),
    dragged,
    setDragged,
    focusRow,
    say,
  };
  const treeNames = () => {
    const row = rowOf().get(active() ?? "");
    return row === undefined ? props.names : namesIn(props.names, row.locals);
  };
  const pick = (path: string) => {
    props.onChange((root) => pickPath(root, active(), path) ?? root);
    say(words.picked(path));
  };
  const activeWord = () => {
    const row = rowOf().get(active() ?? "");
    if (row === undefined || row.role === "root") return words.pickNew;
    const { node } = row;
    const isFilled = node.kind === "each" || (node.kind === "text" && readField(node.text) !== null);
    return isFilled ? words.pickFills(row.key) : words.pickAdds(row.key);
  };
  return (
    <BuilderContext.Provider value={builder}>
      <div
        class={`grid min-w-0 gap-4 ${props.aside === undefined ? "xl:grid-cols-[minmax(0,1fr)_19rem]" : "xl:grid-cols-[minmax(0,1fr)_25rem]"}`}
      >
        <div ref={host} class="flex min-w-0 flex-col gap-1.5">
          <For each={ids()}>
            {(id) => <Show when={rowOf().get(id)}>{(row) => <MappingRowView row={row()} />}</Show>}
          </For>
          <Show when={!props.readOnly && rows()[0]}>{(root) => <AddBelow row={root()} />}</Show>
          <p class="mt-1 text-xs text-faint">{words.keys}</p>
          <p class="sr-only" role="status">
            {said()}
          </p>
        </div>
        <div class="flex min-w-0 flex-col gap-4 self-start xl:sticky xl:top-17 xl:max-h-[calc(100dvh-9rem)] xl:overflow-y-auto">
          <Card title={text.editors.sample.tree}>
            <div class="flex flex-col gap-3">
              {props.picker}
              <Show when={!props.readOnly}>
                <p class="text-xs text-faint">{activeWord()}</p>
              </Show>
              <SourceTree names={treeNames()} onPick={pick} disabled={props.readOnly} />
            </div>
          </Card>
          {props.aside?.()}
        </div>
      </div>
    </BuilderContext.Provider>
  );
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, at) => id === other[at]);
}
