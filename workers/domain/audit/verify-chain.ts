import type { ChainedEntry } from "./audit-entry.ts";
import { type ChainPoint, hashEntry, type Sha256 } from "./hash-chain.ts";

/** The first entry that does not fit, and why. */
export interface ChainFault {
  readonly seq: number;
  /**
   * `changed`: its content or hash is not what was written. `missing`: it is not there. `moved`: it is another entry in
   * its place. `inserted`: there never was an entry of this number. `rewritten`: everything since the checkpoint before
   * was made anew, this one at the latest.
   */
  readonly kind: "changed" | "missing" | "moved" | "inserted" | "rewritten";
  readonly detail: string;
}

export interface ChainAnchors {
  /** The last entry that there must be. */
  readonly head: ChainPoint;
  /** The last number that was given: between the head and this one there may be entries, while a write is under way. */
  readonly lastSeq: number;
  /** Entries whose hashes were kept apart from the log, in ascending order. */
  readonly checkpoints: readonly ChainPoint[];
}

export interface ChainVerdict {
  /** The last entry that fits, with everything before it. */
  readonly through: ChainPoint;
  readonly fault: ChainFault | null;
}

/** Whether these entries, in ascending order, follow `from` without a gap and as they were written. */
export function verifyChain(
  entries: readonly ChainedEntry[],
  from: ChainPoint,
  { head, lastSeq, checkpoints }: ChainAnchors,
  sha256: Sha256,
): ChainVerdict {
  // Two may be of one entry, the head and what somebody wrote down: then both must be right.
  const anchored = Map.groupBy([...checkpoints, head], ({ seq }) => seq);
  let before: ChainPoint | null = null;
  let through = from;
  for (const entry of entries) {
    const fault = findFault(entry, through, lastSeq, anchored, sha256);
    // Its successor tells on an entry that was rewritten with its hash: then only what is before that one fits.
    if (fault !== null) return { through: fault.seq <= through.seq ? (before ?? from) : through, fault };
    before = through;
    through = { seq: entry.seq, hash: entry.hash };
  }
  return { through, fault: null };
}

/** When nothing follows `through` any more: is it the end? */
export function verifyEnd(through: ChainPoint, head: ChainPoint): ChainFault | null {
  if (through.seq >= head.seq) return null;
  const seq = through.seq + 1;
  return missing(seq, `The log ends at entry ${through.seq}, and entry ${head.seq} was written.`);
}

function findFault(
  entry: ChainedEntry,
  previous: ChainPoint,
  lastSeq: number,
  anchored: ReadonlyMap<number, readonly ChainPoint[]>,
  sha256: Sha256,
): ChainFault | null {
  const expected = previous.seq + 1;
  const { seq, previousHash, hash } = entry;
  if (seq > lastSeq) return fault(seq, "inserted", `The last entry that was written is ${lastSeq}.`);
  if (seq > expected) return missing(expected, `Entry ${seq} follows entry ${previous.seq}.`);
  if (seq < expected) return fault(seq, "inserted", `A second entry of this number follows ${previous.seq}.`);
  const fits = hashEntry(previousHash, entry, sha256) === hash;
  if (previousHash === previous.hash) {
    if (!fits) return fault(seq, "changed", "Its content and its hash do not belong together.");
    if ((anchored.get(seq) ?? []).every((kept) => kept.hash === hash)) return null;
    return fault(seq, "rewritten", "Its hash is not the one that was kept apart from the log.");
  }
  if (!fits) return fault(seq, "moved", "It belongs neither to this number nor behind the entry before it.");
  // It is whole, and vouches for another predecessor than the one that is there.
  return fault(previous.seq, "changed", `Entry ${seq} was written behind another entry ${previous.seq}.`);
}

function missing(seq: number, detail: string): ChainFault {
  return fault(seq, "missing", detail);
}

function fault(seq: number, kind: ChainFault["kind"], detail: string): ChainFault {
  return { seq, kind, detail };
}
