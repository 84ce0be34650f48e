import { Show } from "solid-js";
import { text } from "~/text/index.ts";
import type { PermissionInfo } from "../arrange-permissions.ts";
import { verbLabel } from "../words.ts";
import { MatrixBox } from "./matrix-box.tsx";
import type { MatrixFrame, MatrixProps } from "./use-matrix.ts";

const words = text.roles.matrix;

interface CellProps {
  readonly permission: PermissionInfo;
  readonly matrix: MatrixProps;
  readonly frame: MatrixFrame;
  readonly row: number;
  readonly column: number;
}

/** One permission: allowed or not, what changed about it, and how the other role has it. */
export function MatrixCell(props: CellProps) {
  const name = () => props.permission.name;
  const isChosen = () => props.matrix.chosen.has(name());
  const isLocked = () => !props.permission.held && !props.matrix.readOnly;
  const change = () => {
    if (props.matrix.difference?.added.includes(name()) === true) return "added";
    return props.matrix.difference?.removed.includes(name()) === true ? "removed" : null;
  };
  const against = () => {
    const { other } = props.matrix;
    if (other === undefined || other.permissions.has(name()) === isChosen()) return null;
    return isChosen() ? words.onlyHere : words.onlyThere;
  };
  const look = () => {
    if (change() === "added") return "bg-good-soft";
    if (change() === "removed") return "bg-bad-soft";
    return isLocked() || props.matrix.readOnly ? "" : "hover:bg-sunken";
  };
  const label = () =>
    [
      `${name()}, ${props.permission.description}`,
      isLocked() ? words.notHeld : null,
      change() === null ? null : change() === "added" ? words.added : words.removed,
      against(),
    ]
      .filter((part) => part !== null)
      .join(", ");
  const toggle = (checked: boolean) => {
    const next = new Set(props.matrix.chosen);
    if (checked) next.add(name());
    else next.delete(name());
    props.matrix.onChange(next);
  };
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box is inside, with a longer name of its own
    <label
      class={`flex items-start gap-2 rounded-md px-1.5 py-1 text-sm ${isLocked() || props.matrix.readOnly ? "" : "cursor-pointer"} ${look()}`}
      onPointerEnter={() => props.matrix.onPoint?.(props.permission)}
    >
      <span class="mt-0.5 flex">
        <MatrixBox
          label={label()}
          checked={isChosen()}
          onChange={toggle}
          locked={isLocked()}
          readOnly={props.matrix.readOnly}
          row={props.row}
          column={props.column}
          place={name()}
          isTabStop={props.frame.isTabStop(name())}
        />
      </span>
      <span class="min-w-0" aria-hidden="true">
        <span class={isChosen() ? "text-ink" : "text-soft"}>{verbLabel(name())}</span>
        <Show when={change()}>
          {(changed) => (
            <span class={`block text-xs ${changed() === "added" ? "text-good" : "text-bad"}`}>
              {changed() === "added" ? words.added : words.removed}
            </span>
          )}
        </Show>
        <Show when={against()}>{(word) => <span class="block text-xs text-info">{word()}</span>}</Show>
      </span>
    </label>
  );
}
