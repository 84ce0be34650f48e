import type { AuditEntry, AuditRecord, ChainedEntry } from "./audit-entry.ts";
import { canonicalJson } from "./canonical-json.ts";

/** SHA-256 of the text's UTF-8 bytes, in lower-case hexadecimal. */
export type Sha256 = (text: string) => string;

/** An entry that the chain is known to go through. */
export interface ChainPoint {
  readonly seq: number;
  readonly hash: string;
}

/** What the first entry follows. */
export const CHAIN_START: ChainPoint = { seq: 0, hash: "0".repeat(64) };

/** `hash(n) = SHA-256(hash(n-1) || canonical JSON of entry n)`. */
export function hashEntry(previousHash: string, entry: AuditEntry, sha256: Sha256): string {
  return sha256(previousHash + canonicalEntry(entry));
}

/** The next entry behind `head`. */
export function chainEntry(
  head: ChainPoint,
  orgId: string,
  at: number,
  record: AuditRecord,
  sha256: Sha256,
): ChainedEntry {
  const entry: AuditEntry = { ...record, orgId, seq: head.seq + 1, at };
  return { ...entry, previousHash: head.hash, hash: hashEntry(head.hash, entry, sha256) };
}

/**
 * The canonical JSON (RFC 8785) of an entry as the API shows it, without its hashes. `before` and `after` are canonical
 * text already and are taken as they are stored: a changed byte shows, also one that makes them invalid JSON.
 */
export function canonicalEntry({ orgId, seq, at, before, after, ...record }: AuditEntry): string {
  const { actor, action, target, outcome, ip, requestId } = record;
  const members: readonly (readonly [string, string])[] = [
    ["action", JSON.stringify(action)],
    ["actor", canonicalJson({ kind: actor.kind, id: actor.id, name: actor.name })],
    ["after", after ?? "null"],
    ["at", JSON.stringify(timeText(at))],
    ["before", before ?? "null"],
    ["ip", JSON.stringify(ip)],
    ["organizationId", JSON.stringify(orgId)],
    ["outcome", JSON.stringify(outcome)],
    ["requestId", JSON.stringify(requestId)],
    ["seq", String(seq)],
    ["target", canonicalJson({ kind: target.kind, id: target.id })],
  ];
  return `{${members.map(([name, value]) => `"${name}":${value}`).join(",")}}`;
}

/** A row whose time was made nonsense must be named by the verification, not end it. */
function timeText(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
}
