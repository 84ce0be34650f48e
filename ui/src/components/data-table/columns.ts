import type { JSX } from "solid-js";

/** A column of a table: what a row says there, and how much room that needs. */
export interface Column<R> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: R) => JSX.Element;
  /** A CSS grid track: "120px", "minmax(160px, 2fr)". */
  readonly width: string;
  /** Numbers stand under each other. */
  readonly align?: "end";
  /** What it is sorted by; without it, it is not. */
  readonly sortBy?: (row: R) => string | number;
  /** Left out on screens narrower than this. */
  readonly from?: "sm" | "md" | "lg" | "xl";
  /** The heading is read aloud and not drawn: for buttons and marks. */
  readonly headerHidden?: boolean;
}

const WIDTHS = { sm: 640, md: 768, lg: 1024, xl: 1280 } as const;

export function fits<R>({ from }: Column<R>, viewportWidth: number): boolean {
  return from === undefined || viewportWidth >= WIDTHS[from];
}

export function gridTemplate<R>(columns: readonly Column<R>[]): string {
  return columns.map(({ width }) => width).join(" ");
}
