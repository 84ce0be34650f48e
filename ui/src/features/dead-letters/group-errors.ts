export interface ErrorGroup {
  /** In the gateway's words; null when there were none. */
  readonly detail: string | null;
  readonly httpStatus: number | null;
  readonly count: number;
  /** What to do about it. */
  readonly hint: string | null;
}

interface Failed {
  readonly detail: string | null;
  readonly httpStatus: number | null;
  readonly hint: string | null;
}

const MOST_SHOWN = 5;

/** The different errors among these, the most frequent first. */
export function groupErrors(rows: readonly Failed[]): readonly ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  for (const { detail, httpStatus, hint } of rows) {
    const key = `${httpStatus ?? ""} ${detail ?? ""}`;
    const before = groups.get(key);
    groups.set(key, { detail, httpStatus, hint: before?.hint ?? hint, count: (before?.count ?? 0) + 1 });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count).slice(0, MOST_SHOWN);
}
