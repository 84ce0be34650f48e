import type { AuditEntry, AuditOutcome } from "./audit-entry.ts";
import type { Sha256 } from "./hash-chain.ts";
import { textMatches } from "./text-search.ts";

/** Which entries somebody asks for. Null and an empty list of terms mean any. */
export interface AuditFilter {
  /** Whole, or a prefix: `integration.*`. */
  readonly action: string | null;
  readonly actorId: string | null;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly outcome: AuditOutcome | null;
  readonly ip: string | null;
  readonly requestId: string | null;
  /** Written at or after this moment, epoch milliseconds. */
  readonly from: number | null;
  /** Written before this moment. */
  readonly to: number | null;
  /** What must be found in the text, see `readTerms`. */
  readonly terms: readonly string[];
}

export const ANY_ENTRY: AuditFilter = {
  action: null,
  actorId: null,
  targetKind: null,
  targetId: null,
  outcome: null,
  ip: null,
  requestId: null,
  from: null,
  to: null,
  terms: [],
};

/** The same question as an index would answer it, for entries that no index knows. */
export function matchesFilter(filter: AuditFilter, entry: AuditEntry): boolean {
  const { from, to, terms, ...exact } = filter;
  if ((from !== null && entry.at < from) || (to !== null && entry.at >= to)) return false;
  const facets = new Set(facetNames(entry));
  if (!askedFacets(exact).every((facet) => facets.has(facet))) return false;
  return textMatches(terms, searchText(entry));
}

/**
 * Exact values become one word each in the full-text index, so that any of them together with any text is one walk
 * through the index. The hash gives every value the form of a word, whatever characters it has.
 */
export function facetWords(entry: AuditEntry, sha256: Sha256): readonly string[] {
  return [
    facetWord(`org ${entry.orgId}`, sha256),
    ...facetNames(entry).map((name) => facetWord(name, sha256)),
  ];
}

/** The words that an entry must have. The first is the organization's: no search goes without it. */
export function filterWords(orgId: string, filter: AuditFilter, sha256: Sha256): readonly string[] {
  return [facetWord(`org ${orgId}`, sha256), ...askedFacets(filter).map((name) => facetWord(name, sha256))];
}

/** Longer texts than this are found by their beginning only. */
const MAX_TEXT = 65_536;

/** Every field of an entry as one text. */
export function searchText(entry: AuditEntry): string {
  const { seq, at, actor, action, target, outcome, ip, requestId, before, after } = entry;
  const head = [
    seq,
    new Date(at).toISOString(),
    actor.kind,
    actor.id,
    actor.name,
    action,
    target.kind,
    target.id,
  ];
  const texts = [...head, outcome, ip, requestId, before ?? "", after ?? ""].join(" ");
  return texts.length <= MAX_TEXT ? texts : texts.slice(0, MAX_TEXT).toWellFormed();
}

type ExactFilter = Omit<AuditFilter, "from" | "to" | "terms">;

function askedFacets({
  action,
  actorId,
  targetKind,
  targetId,
  outcome,
  ip,
  requestId,
}: ExactFilter): string[] {
  const asked = {
    action,
    actor: actorId,
    kind: targetKind,
    target: targetId,
    outcome,
    ip,
    request: requestId,
  };
  return Object.entries(asked).flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`]));
}

function facetNames({ action, actor, target, outcome, ip, requestId }: AuditEntry): string[] {
  const families = [...action.matchAll(/\./g)].map(({ index }) => `action ${action.slice(0, index)}.*`);
  return [
    `action ${action}`,
    ...families,
    `actor ${actor.id}`,
    `kind ${target.kind}`,
    `target ${target.id}`,
    `outcome ${outcome}`,
    `ip ${ip}`,
    `request ${requestId}`,
  ];
}

function facetWord(name: string, sha256: Sha256): string {
  return `f${sha256(name).slice(0, 15)}`;
}
