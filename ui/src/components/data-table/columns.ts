import type { JSX } from "solid-js";
import { timeStyle } from "~/primitives/time-style.ts";

/** A column of a table: what a row says there, and how much room that needs. */
export interface Column<R> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: R) => JSX.Element;
  /** A CSS grid track: "120px", "minmax(160px, 2fr)". */
  readonly width: string;
  /** A moment stands in it: as date and time it takes more room. */
  readonly hasMoment?: true;
  /** Numbers stand under each other. */
  readonly align?: "end";
  /** What it is sorted by; without it, it is not. */
  readonly sortBy?: (row: R) => string | number;
  /** Left out on screens narrower than this. */
  readonly from?: "sm" | "md" | "lg" | "xl";
  /** The heading is read aloud and not drawn: for buttons and marks. */
  readonly headerHidden?: boolean;
  /** In place of the heading's words: a box for all rows. */
  readonly headerCell?: () => JSX.Element;
  /** A box to press in front of the row: where the row leads is said by the next column. */
  readonly isControl?: true;
}

const WIDTHS = { sm: 640, md: 768, lg: 1024, xl: 1280 } as const;

export function fits<R>({ from }: Column<R>, viewportWidth: number): boolean {
  return from === undefined || viewportWidth >= WIDTHS[from];
}

/** "26 Nov, 22:41:07" on one line. */
const ABSOLUTE_PX = 124;

export function gridTemplate<R>(columns: readonly Column<R>[]): string {
  return columns.map(trackOf).join(" ");
}

function trackOf<R>({ width, hasMoment }: Column<R>): string {
  // On a phone there is no more room: there it is written in two lines.
  const isWide = window.innerWidth >= WIDTHS.sm && timeStyle() === "absolute" && hasMoment === true;
  const fixed = /^(\d+)px$/.exec(width);
  if (!isWide || fixed === null) return width;
  return `${Math.max(Number(fixed[1]), ABSOLUTE_PX)}px`;
}
