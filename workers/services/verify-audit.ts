import type { ChainPoint } from "#domain/audit/hash-chain";
import { type ChainFault, verifyChain, verifyEnd } from "#domain/audit/verify-chain";
import type { AuditServices } from "./audit-services.ts";
import { nextEntries, type ScanServices } from "./scan-audit.ts";

/** Entries that one request verifies: a second of hashing, and twenty pages. */
const STEP_ENTRIES = 10_000;
const EVERYTHING = Number.MAX_SAFE_INTEGER;

export interface VerificationStep {
  /** The last entry that fits, with everything since where this step began. */
  readonly through: ChainPoint;
  /** The last entry that was written, as the AuditObject knows it. */
  readonly head: ChainPoint;
  readonly fault: ChainFault | null;
  /** False when the next step goes on behind `through`. */
  readonly finished: boolean;
}

/** Verifies the chain behind `from`, entry by entry, against what the AuditObject keeps apart from D1 and R2. */
export async function verifyAudit(
  services: ScanServices & Pick<AuditServices, "sha256">,
  orgId: string,
  from: ChainPoint,
): Promise<VerificationStep> {
  const end = from.seq + STEP_ENTRIES;
  let through = from;
  let anchors = await services.auditJournal.anchors(orgId, from.seq, end);
  while (through.seq < end) {
    const range = { after: through.seq, through: EVERYTHING };
    const page = await nextEntries(services, orgId, range, through.seq < anchors.head.seq ? end : 0);
    const last = page.at(-1);
    if (last === undefined) {
      return { through, head: anchors.head, fault: verifyEnd(through, anchors.head), finished: true };
    }
    // Entries that were written meanwhile are not inserted ones.
    if (last.seq > anchors.lastSeq) anchors = await services.auditJournal.anchors(orgId, from.seq, end);
    const verdict = verifyChain(page, through, anchors, services.sha256);
    through = verdict.through;
    if (verdict.fault !== null) return { through, head: anchors.head, fault: verdict.fault, finished: true };
  }
  return { through, head: anchors.head, fault: null, finished: false };
}
