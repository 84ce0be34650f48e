/** What Vite writes of every chunk: .vite/manifest.json. */
export interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

export type Manifest = Readonly<Record<string, Chunk>>;

/** The chunks of `keys` and all that they import statically: what a browser must have before the first of them runs. */
export function chunksOf(manifest: Manifest, keys: readonly string[]): readonly Chunk[] {
  const found = new Map<string, Chunk>();
  const open = [...keys];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (found.has(key)) continue;
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`The build has no chunk of ${key}.`);
    found.set(key, chunk);
    open.push(...(chunk.imports ?? []));
  }
  return [...found.values()];
}

/** The scripts that a page names itself, those that it lets the browser fetch ahead among them; paths without the slash. */
export function scriptsOf(html: string): readonly string[] {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags.flatMap((tag) => {
    const file = /\b(?:src|href)="\/([^"]+\.js)"/.exec(tag)?.[1];
    return file === undefined ? [] : [file];
  });
}

/** Class names that CodeMirror writes into its chunks, whatever the build calls those. */
const EDITOR_MARKS = ["cm-content", "cm-editor"];

export function isEditor(code: string): boolean {
  return EDITOR_MARKS.some((mark) => code.includes(mark));
}

export interface Weight {
  readonly file: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly editor: boolean;
}

export interface Budget {
  readonly gzipBytes: number;
  /** In words; empty when the budget holds. */
  readonly faults: readonly string[];
}

export function judge(weights: readonly Weight[], limitBytes: number): Budget {
  const gzipBytes = weights.reduce((sum, weight) => sum + weight.gzipBytes, 0);
  const faults = weights
    .filter(({ editor }) => editor)
    .map(({ file }) => `${file} has an editor in it, which nobody needs before an editor is opened`);
  if (gzipBytes > limitBytes) {
    faults.push(`the first load is ${gzipBytes - limitBytes} bytes over its ${limitBytes}`);
  }
  return { gzipBytes, faults };
}
