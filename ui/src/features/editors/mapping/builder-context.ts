import { type Accessor, createContext, useContext } from "solid-js";
import type { Names } from "../names/names.ts";
import type { FlatRow } from "./flat-rows.ts";
import type { MappingNode } from "./mapping-tree.ts";

/** What every row of a builder can do and must know. */
export interface Builder {
  readonly change: (change: (root: MappingNode) => MappingNode) => void;
  readonly isReadOnly: Accessor<boolean>;
  readonly names: (row: FlatRow) => Names;
  readonly faultOf: (row: FlatRow) => string | undefined;
  /** The row that a click into the payload's tree fills. */
  readonly active: Accessor<string | null>;
  readonly setActive: (id: string) => void;
  /** Rows whose single expression is edited as text all the same. */
  readonly isPlain: (id: string) => boolean;
  readonly setPlain: (id: string, plain: boolean) => void;
  readonly dragged: Accessor<FlatRow | null>;
  readonly setDragged: (row: FlatRow | null) => void;
  /** Puts the cursor into a row that was just made, and says aloud where one went. */
  readonly focusRow: (id: string) => void;
  readonly say: (what: string) => void;
}

export const BuilderContext = createContext<Builder>();

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext);
  if (builder === undefined) throw new Error("A row of a mapping stands in a MappingBuilder.");
  return builder;
}
