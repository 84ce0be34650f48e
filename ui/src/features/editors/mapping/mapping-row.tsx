import { ArrowDown, ArrowUp, GripVertical, Trash2 } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { IconButton } from "~/components/button.tsx";
import { INPUT_CLASS } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { AddBelow } from "./add-below.tsx";
import { useBuilder } from "./builder-context.ts";
import { moveNode, removeNode, renameRow } from "./edit-tree.ts";
import type { FlatRow } from "./flat-rows.ts";
import { KindSelect } from "./kind-select.tsx";
import { SourceFields } from "./source-fields.tsx";

/** Steps of indentation: classes must be literal for Tailwind to see them. */
const INDENTS = ["", "ml-3 sm:ml-5", "ml-6 sm:ml-10", "ml-9 sm:ml-15", "ml-12 sm:ml-20", "ml-12 sm:ml-24"];

/** One line of the builder: its key, what kind of value it gets, and where that comes from. */
export function MappingRowView(props: { readonly row: FlatRow }) {
  const words = text.editors.mapping;
  const builder = useBuilder();
  const [isOver, setOver] = createSignal(false);
  const id = () => props.row.node.id;
  const canMove = () => !builder.isReadOnly() && props.row.position !== -1;
  const canGo = () => canMove() || (props.row.role === "no" && !builder.isReadOnly());
  const name = () => nameOf(props.row);
  const move = (by: number) => {
    const to = props.row.position + by;
    if (!canMove() || to < 0 || to >= props.row.siblings) return;
    const moving = id();
    builder.change((root) => moveNode(root, moving, (from) => from + by));
    builder.say(words.moved(name(), to + 1, props.row.siblings));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    const focused = document.activeElement as HTMLElement | null;
    move(event.key === "ArrowUp" ? -1 : 1);
    // The row moves in the document, and what moves loses the focus.
    queueMicrotask(() => focused?.focus());
  };
  const isTarget = () => {
    const from = builder.dragged();
    return from !== null && from.parentId === props.row.parentId && from.position !== -1 && canMove();
  };
  const drop = () => {
    const from = builder.dragged();
    const to = props.row.position;
    setOver(false);
    if (from !== null) builder.change((root) => moveNode(root, from.node.id, () => to));
    builder.setDragged(null);
  };
  return (
    <div
      data-row={id()}
      role="group"
      aria-label={name()}
      class={`min-w-0 rounded-lg border bg-surface px-2 py-1.5 ${INDENTS[Math.min(props.row.depth, INDENTS.length - 1)]} ${builder.faultOf(props.row) === undefined ? (builder.active() === id() ? "border-accent" : "border-line") : "border-bad"} ${isOver() ? "ring-2 ring-accent" : ""}`}
      onKeyDown={onKeyDown}
      onFocusIn={() => builder.setActive(id())}
      onDragOver={(event) => {
        if (!isTarget()) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        drop();
      }}
    >
      <div class="flex flex-wrap items-start gap-2 @2xl:flex-nowrap">
        <div class="flex min-w-0 flex-1 basis-40 items-center gap-1 @2xl:max-w-56">
          <Show when={canMove()}>
            <span
              draggable="true"
              class="hidden shrink-0 cursor-grab text-faint sm:block"
              title={words.drag}
              aria-hidden="true"
              onDragStart={(event) => {
                event.dataTransfer?.setData("text/plain", name());
                builder.setDragged(props.row);
              }}
              onDragEnd={() => builder.setDragged(null)}
            >
              <GripVertical class="size-4" />
            </span>
          </Show>
          <Show
            when={props.row.role === "member"}
            fallback={<span class="px-1 py-1.5 text-sm font-medium text-soft">{name()}</span>}
          >
            <input
              type="text"
              class={`${INPUT_CLASS} h-8 font-mono text-[13px]`}
              aria-label={words.key}
              placeholder={words.keyHint}
              value={props.row.key}
              disabled={builder.isReadOnly()}
              spellcheck={false}
              onInput={(event) => {
                const key = event.currentTarget.value;
                builder.change((root) => renameRow(root, id(), key));
              }}
            />
          </Show>
        </div>
        <KindSelect row={props.row} />
        <div class="order-last min-w-0 flex-1 basis-full @2xl:order-none @2xl:basis-0">
          <SourceFields row={props.row} />
        </div>
        <Show when={canGo()}>
          <div class="ml-auto flex shrink-0">
            <Show when={canMove()}>
              <IconButton
                size="small"
                label={words.up(name())}
                disabled={props.row.position === 0}
                onClick={() => move(-1)}
              >
                <ArrowUp class="size-3.5" aria-hidden="true" />
              </IconButton>
              <IconButton
                size="small"
                label={words.down(name())}
                disabled={props.row.position === props.row.siblings - 1}
                onClick={() => move(1)}
              >
                <ArrowDown class="size-3.5" aria-hidden="true" />
              </IconButton>
            </Show>
            <IconButton
              size="small"
              label={words.remove(name())}
              onClick={() => {
                const { parentId } = props.row;
                const gone = id();
                builder.change((root) => removeNode(root, gone));
                if (parentId !== null) builder.focusRow(parentId);
              }}
            >
              <Trash2 class="size-3.5" aria-hidden="true" />
            </IconButton>
          </div>
        </Show>
      </div>
      <Show when={builder.faultOf(props.row)}>
        {(fault) => (
          <p role="alert" class="mt-1 px-1 text-xs break-words text-bad">
            {fault()}
          </p>
        )}
      </Show>
      <Show when={!builder.isReadOnly() && props.row.role !== "root"}>
        <AddBelow row={props.row} />
      </Show>
    </div>
  );
}

function nameOf({ role, key, position }: FlatRow): string {
  const { roles } = text.editors.mapping;
  if (role === "member") return key === "" ? roles.nameless : key;
  return role === "element" ? roles.element(position + 1) : roles[role];
}
