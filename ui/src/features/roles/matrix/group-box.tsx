import { Show } from "solid-js";
import type { PermissionInfo } from "../arrange-permissions.ts";
import { groupState, withGroup } from "../permission-sets.ts";
import { MatrixBox } from "./matrix-box.tsx";
import type { MatrixFrame, MatrixProps } from "./use-matrix.ts";

interface GroupBoxProps {
  readonly label: string;
  readonly group: readonly PermissionInfo[];
  readonly place: string;
  readonly row: number;
  readonly column: number;
  readonly matrix: MatrixProps;
  readonly frame: MatrixFrame;
}

/** A row, a column or a section at once. Only where something can be chosen. */
export function GroupBox(props: GroupBoxProps) {
  const state = () => groupState(props.group, props.matrix.chosen);
  return (
    <Show when={!props.matrix.readOnly}>
      <MatrixBox
        label={props.label}
        checked={state() === "all"}
        mixed={state() === "some"}
        locked={state() === "locked"}
        onChange={(checked) => props.matrix.onChange(withGroup(props.matrix.chosen, props.group, checked))}
        row={props.row}
        column={props.column}
        place={props.place}
        isTabStop={props.frame.isTabStop(props.place)}
      />
    </Show>
  );
}
