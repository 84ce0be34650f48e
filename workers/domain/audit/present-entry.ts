import type { AuditEntry, ChainedEntry } from "./audit-entry.ts";
import { canonicalEntry } from "./hash-chain.ts";

/**
 * One entry as a line of JSON: its canonical text, then `hash` and `previousHash`. Whoever cuts these two off and puts
 * the brace back has what was hashed, byte by byte.
 */
export function toJsonLine(entry: ChainedEntry): string {
  const { hash, previousHash } = entry;
  const links = `,"hash":${JSON.stringify(hash)},"previousHash":${JSON.stringify(previousHash)}}`;
  return canonicalEntry(entry).slice(0, -1) + links;
}

export const CSV_COLUMNS = [
  "seq",
  "at",
  "actor_kind",
  "actor_id",
  "actor_name",
  "action",
  "target_kind",
  "target_id",
  "outcome",
  "ip",
  "request_id",
  "before",
  "after",
  "previous_hash",
  "hash",
] as const;

export function toCells(entry: ChainedEntry): readonly string[] {
  const { seq, at, actor, action, target, outcome, ip, requestId, before, after, previousHash, hash } = entry;
  const head = [String(seq), new Date(at).toISOString(), actor.kind, actor.id, actor.name, action];
  return [
    ...head,
    target.kind,
    target.id,
    outcome,
    ip,
    requestId,
    before ?? "",
    after ?? "",
    previousHash,
    hash,
  ];
}

/** A snapshot as the value that it is; one that somebody made unreadable is shown as text, for the verification to name. */
export function readSnapshot(text: AuditEntry["before"]): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
