import { type Accessor, createMemo, createSignal } from "solid-js";
import {
  arrangePermissions,
  COLUMNS,
  type ColumnName,
  type MatrixSection,
  type PermissionInfo,
  permissionsOfRow,
} from "../arrange-permissions.ts";
import type { PermissionDifference } from "../permission-sets.ts";
import { nextPlace } from "./grid-keys.ts";

/** What is compared with, by the name that is shown. */
export interface OtherRole {
  readonly name: string;
  readonly permissions: ReadonlySet<string>;
}

export interface MatrixProps {
  readonly label: string;
  /** Those that are shown, in the gateway's order. */
  readonly permissions: readonly PermissionInfo[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
  readonly readOnly: boolean;
  /** Marked in the cells. */
  readonly difference?: PermissionDifference | undefined;
  readonly other?: OtherRole | undefined;
  /** What the focus or the pointer is on. */
  readonly onPoint?: (permission: PermissionInfo | null) => void;
}

export interface MatrixFrame {
  readonly sections: Accessor<readonly MatrixSection[]>;
  readonly inColumn: (column: ColumnName) => readonly PermissionInfo[];
  readonly isTabStop: (place: string) => boolean;
  readonly onFocusIn: (event: FocusEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => void;
}

/** Rows, columns, and the one place of the grid where the tab key stops. */
export function useMatrix(props: MatrixProps): MatrixFrame {
  const sections = createMemo(() => arrangePermissions(props.permissions));
  const [active, setActive] = createSignal<string | null>(null);
  const first = () => {
    const section = sections()[0];
    if (section === undefined) return null;
    return props.readOnly ? (permissionsOfRow(section.rows[0] ?? EMPTY)[0]?.name ?? null) : section.name;
  };
  const places = createMemo(() => {
    const rows = sections().flatMap((section) => section.rows);
    const named = rows.flatMap((row) => permissionsOfRow(row).map(({ name }) => name));
    const groups = [...COLUMNS, ...sections().map(({ name }) => name), ...rows.map((row) => row.resource)];
    return new Set(props.readOnly ? named : [...named, ...groups]);
  });
  const stop = createMemo(() => {
    const wanted = active();
    return wanted !== null && places().has(wanted) ? wanted : first();
  });
  const find = (place: string | undefined) => props.permissions.find(({ name }) => name === place) ?? null;
  return {
    sections,
    inColumn: (column) => sections().flatMap(({ rows }) => rows.flatMap(({ cells }) => cells[column])),
    isTabStop: (place) => place === stop(),
    onFocusIn: ({ target }) => {
      const { place } = (target as HTMLElement).dataset;
      if (place === undefined) return;
      setActive(place);
      props.onPoint?.(find(place));
    },
    onKeyDown: (event) => {
      const boxes = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-place]")]
        // Headings of columns are not drawn on narrow screens.
        .filter((box) => box.offsetParent !== null)
        .map((box) => ({ box, row: Number(box.dataset.row), column: Number(box.dataset.column) }));
      const here = boxes.find(({ box }) => box === event.target);
      const next = here === undefined ? null : nextPlace(boxes, here, event.key);
      if (next === null) return;
      event.preventDefault();
      next.box.focus();
    },
  };
}

const EMPTY = { resource: "", cells: { see: [], create: [], change: [], remove: [], act: [] } };
