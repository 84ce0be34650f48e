import type { AuditEntry } from "./use-audit.ts";

type EntryKind = "made" | "removed" | "changed" | "nothing";

/** What an entry can show: a thing that came, one that went, one that became another, or none. */
export function kindOf({ before, after }: Pick<AuditEntry, "before" | "after">): EntryKind {
  const [had, has] = [isThere(before), isThere(after)];
  if (had && has) return "changed";
  if (has) return "made";
  return had ? "removed" : "nothing";
}

/** As JSON that can be compared line by line; nothing for what is not there. */
export function asLines(value: unknown): string {
  return isThere(value) ? JSON.stringify(value, null, 2) : "";
}

/** One side of a change in one line; null when it is not there. */
export function asWord(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** That it was changed is what the entry says; when it was is in its facts. The whole has it still. */
export function withoutMoment(changes: AuditEntry["changes"]): AuditEntry["changes"] {
  return changes.filter(({ pointer }) => pointer !== "/updatedAt");
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
