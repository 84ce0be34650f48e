import { bodyShape } from "#domain/transformation/call-scope";
import { compileMapping } from "#domain/transformation/compile-mapping";
import { deliveryShape } from "#domain/transformation/delivery-scope";
import { text } from "~/text/index.ts";
import type { Names } from "../names/names.ts";
import { type FlatRow, flatRows } from "./flat-rows.ts";
import type { MappingNode } from "./mapping-tree.ts";
import { writeMapping } from "./write-mapping.ts";

export interface Fault {
  readonly pointer: string;
  readonly message: string;
  /** Where rows of one name share a pointer: which of them it is. */
  readonly rowId?: string;
}

/**
 * What cannot even be written down as a mapping. It keeps the integration from being saved. Of rows with one name the one that
 * is being typed is wrong, else those that came later.
 */
export function unwritten(rows: readonly FlatRow[], activeId: string | null = null): readonly Fault[] {
  const words = text.editors.mapping.faults;
  const named = Map.groupBy(
    rows.filter(({ role, key }) => role === "member" && key !== ""),
    ({ parentId, key }) => `${parentId} ${key}`,
  );
  const twice = new Set(
    [...named.values()].flatMap((same) => {
      const ids = same.map(({ node }) => node.id);
      return ids.length > 1 && activeId !== null && ids.includes(activeId) ? [activeId] : ids.slice(1);
    }),
  );
  return rows.flatMap(({ node, role, key, pointer }): Fault[] => {
    const fault = (message: string) => ({ pointer, message, rowId: node.id });
    const faults: Fault[] = [];
    if (role === "member" && key === "") faults.push(fault(words.noKey));
    if (twice.has(node.id)) faults.push(fault(words.twice(key)));
    if ((node.kind === "constant" || node.kind === "literal") && !isJson(node.json)) {
      faults.push(fault(words.noJson));
    }
    return faults;
  });
}

/** What the gateway would refuse when it is saved, found by the gateway's own code while it is typed. */
export function refused(
  root: MappingNode,
  pointer: string,
  { variables, call }: Pick<Names, "variables" | "call">,
): readonly Fault[] {
  const listed = (variables ?? []).map(({ name }) => name);
  const shape = call === undefined ? deliveryShape(listed) : bodyShape(call, listed);
  // Where they may not be listed, any name passes here.
  const known = variables === null ? { ...shape, env: null } : shape;
  const compiled = compileMapping(writeMapping(root), known, pointer);
  return compiled.ok
    ? []
    : compiled.problems.map(({ pointer: at = pointer, message }) => ({ pointer: at, message }));
}

/** The faults at the row that shows their place: `/mapping/lines/$each` belongs to the row `lines`. */
export function faultsByRow(
  root: MappingNode,
  pointer: string,
  faults: readonly Fault[],
): ReadonlyMap<string, string> {
  const rows = flatRows(root, pointer);
  const byRow = new Map<string, string>();
  for (const fault of faults) {
    const own = rows.find(({ node }) => node.id === fault.rowId);
    const [nearest] = rows
      .filter(({ pointer: at }) => fault.pointer === at || fault.pointer.startsWith(`${at}/`))
      .toSorted((a, b) => b.pointer.length - a.pointer.length);
    const id = (own ?? nearest)?.node.id;
    if (id !== undefined && !byRow.has(id)) byRow.set(id, fault.message);
  }
  return byRow;
}

function isJson(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}
