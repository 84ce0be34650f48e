/** A place in a JSON value, as templates and scripts write it. */
export interface PathEntry {
  readonly path: string;
  /** The beginning of the value, to recognize it. */
  readonly preview: string;
  readonly value: unknown;
}

const MAX_DEPTH = 8;
const MAX_PATHS = 500;
const MAX_PREVIEW = 40;
const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** Every place of a value, from its root. Of an array the first element speaks for all. */
export function pathsOf(value: unknown, root: string): readonly PathEntry[] {
  const found: PathEntry[] = [];
  visit(value, root, 0);
  return found;

  function visit(at: unknown, path: string, depth: number): void {
    if (found.length >= MAX_PATHS) return;
    found.push({ path, preview: previewOf(at), value: at });
    if (depth >= MAX_DEPTH) return;
    for (const { path: below, value: child } of stepsBelow(at, path)) visit(child, below, depth + 1);
  }
}

export function stepsBelow(value: unknown, path: string): readonly PathEntry[] {
  if (Array.isArray(value)) {
    return value.slice(0, 1).map((first: unknown) => entry(`${path}[0]`, first));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(([key, child]) => entry(path + stepText(key), child as unknown));
}

/** `.sku`, or `["odd key"]`: a dash would be a minus in a script. */
export function stepText(key: string): string {
  return PLAIN_KEY.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** What a path of names, indexes and quoted keys leads to; undefined when it leads nowhere. */
export function valueAt(path: string, roots: Readonly<Record<string, unknown>>): unknown {
  const [root = "", ...steps] = stepsOf(path);
  let value: unknown = Object.hasOwn(roots, root) ? roots[root] : undefined;
  for (const step of steps) {
    if (typeof value !== "object" || value === null) return undefined;
    const index = Number(step);
    if (Array.isArray(value)) value = Number.isInteger(index) ? value.at(index) : undefined;
    else value = Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined;
  }
  return value;
}

function stepsOf(path: string): readonly string[] {
  const steps = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\['((?:[^'\\]|\\.)*)'\]|\[(-?\d+)\]|\.?([^.[\]]+)/g);
  return [...steps].map(([, double, single, index, name]) => double ?? single ?? index ?? name ?? "");
}

export function previewOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value === "object" && value !== null) return "{…}";
  const text = JSON.stringify(value) ?? "";
  return text.length > MAX_PREVIEW ? `${text.slice(0, MAX_PREVIEW)}…` : text;
}

function entry(path: string, value: unknown): PathEntry {
  return { path, preview: previewOf(value), value };
}
