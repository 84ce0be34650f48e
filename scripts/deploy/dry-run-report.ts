/** What `wrangler deploy --dry-run` printed, as far as it is judged. */
export interface DryRunReport {
  readonly uploadKiB: number;
  readonly gzipKiB: number;
  /** Name and kind: `DB` -> `D1 Database`. */
  readonly bindings: ReadonlyMap<string, string>;
}

/** @throws Error when the output is not of the known form: a check that reads nothing must not be green. */
export function readDryRunReport(output: string): DryRunReport {
  const size = /Total Upload: ([\d.]+) KiB \/ gzip: ([\d.]+) KiB/.exec(output);
  const bindings = new Map<string, string>();
  for (const [, name, kind] of output.matchAll(/^env\.(\w+)(?: \(.*\))? {2,}(\S.*?) *$/gm)) {
    if (name !== undefined && kind !== undefined) bindings.set(name, kind);
  }
  if (size === null || bindings.size === 0) {
    throw new Error(`wrangler's output has another form than the one this check reads:\n${output}`);
  }
  return { uploadKiB: Number(size[1]), gzipKiB: Number(size[2]), bindings };
}

/** The top level's bindings that the region lacks, or has as another kind. */
export function findMissingBindings(top: DryRunReport, region: DryRunReport): string[] {
  return [...top.bindings]
    .filter(([name, kind]) => region.bindings.get(name) !== kind)
    .map(([name, kind]) => `${name} (${kind})`);
}
