/** One place where two versions of a resource differ, named by its JSON Pointer (RFC 6901). */
export interface Change {
  readonly pointer: string;
  /** Absent where the member was added. */
  readonly before?: unknown;
  /** Absent where the member was removed. */
  readonly after?: unknown;
}

/** More would be read by nobody: `before` and `after` show the whole. */
const MAX_CHANGES = 200;

/** What changed from `before` to `after`, the outermost place that differs as a whole; at most 200 places. */
export function listChanges(before: unknown, after: unknown): readonly Change[] {
  const changes: Change[] = [];
  compare(before ?? undefined, after ?? undefined, "", changes);
  return changes;
}

function compare(before: unknown, after: unknown, pointer: string, changes: Change[]): void {
  if (changes.length >= MAX_CHANGES || before === after) return;
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after)) {
    changes.push({
      pointer,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
    return;
  }
  const was = new Map(Object.entries(before));
  const is = new Map(Object.entries(after));
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    const inner = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    compare(was.get(name), is.get(name), inner, changes);
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
