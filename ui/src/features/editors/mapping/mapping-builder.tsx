import { createMemo, createSignal, For, type JSX, Show } from "solid-js";
import { text } from "~/text/index.ts";
import type { Names } from "../names/names.ts";
import { SourceTree } from "../sample/source-tree.tsx";
import { AddBelow } from "./add-below.tsx";
import { BesideLayout } from "./beside-layout.tsx";
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
  /** The row that is being edited. */
  readonly active: string | null;
  readonly onActive: (id: string) => void;
  readonly beside?: (() => JSX.Element) | undefined;
  readonly below?: JSX.Element;
}

/** Rows: what the target gets, and where it comes from; beside them the payload, to click into. */
export function MappingBuilder(props: MappingBuilderProps) {
  const words = text.editors.mapping;
  let host: HTMLDivElement | undefined;
  const rows = createMemo(() => flatRows(props.root));
  const ids = createMemo(() => rows().map(({ node }) => node.id), [], { equals: sameList });
  const rowOf = createMemo(() => new Map(rows().map((row) => [row.node.id, row])));
  const active = () => props.active;
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
    setActive: props.onActive,
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
      <BesideLayout
        beside={props.beside}
        payload={
          <>
            {props.picker}
            <Show when={!props.readOnly}>
              <p class="text-xs text-faint">{activeWord()}</p>
            </Show>
            <SourceTree names={treeNames()} onPick={pick} disabled={props.readOnly} />
          </>
        }
      >
        <div ref={host} class="@container flex min-w-0 flex-col gap-1.5">
          <For each={ids()}>
            {(id) => <Show when={rowOf().get(id)}>{(row) => <MappingRowView row={row()} />}</Show>}
          </For>
          <Show when={!props.readOnly && rows()[0]}>{(root) => <AddBelow row={root()} />}</Show>
          <p class="mt-1 text-xs text-faint">{words.keys}</p>
          <p class="sr-only" role="status">
            {said()}
          </p>
        </div>
        {props.below}
      </BesideLayout>
    </BuilderContext.Provider>
  );
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, at) => id === other[at]);
}
