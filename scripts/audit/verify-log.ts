import { createHash } from "node:crypto";
import type { ChainPoint } from "../../workers/domain/audit/hash-chain.ts";
import { type ChainFault, verifyChain, verifyEnd } from "../../workers/domain/audit/verify-chain.ts";
import { readLines } from "./read-lines.ts";

const PER_DOWNLOAD = 10_000;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

export interface LogVerdict {
  readonly entries: number;
  /** The entry before the first that is kept. */
  readonly from: ChainPoint;
  /** The last entry that fits, with all before it. */
  readonly through: ChainPoint;
  readonly fault: ChainFault | null;
}

/**
 * Downloads the log behind its base and recomputes it. Of the gateway only the base and the head are taken, which its
 * AuditObject keeps apart from the log; a head that was written down earlier needs not even that.
 */
export async function verifyLog(
  url: string,
  token: string,
  orgId: string | null,
  known: ChainPoint | null,
): Promise<LogVerdict> {
  const ask = createAsk(url, token, orgId);
  const { from, head } = JSON.parse(await ask("/verification")) as { from: ChainPoint; head: ChainPoint };
  if (known !== null && known.seq < from.seq) {
    throw new Error(
      `Entry ${known.seq} is older than the log is kept (from ${from.seq + 1}): it proves nothing now.`,
    );
  }
  if (known !== null && known.seq === from.seq && known.hash !== from.hash) {
    const detail = "The log's beginning is not the entry that was written down.";
    return { entries: 0, from, through: from, fault: { seq: known.seq, kind: "rewritten", detail } };
  }
  const checkpoints = known === null ? [] : [known];
  // Entries are written while this runs: what is behind the head only has to be linked to it.
  const anchors = { head, lastSeq: Number.MAX_SAFE_INTEGER, checkpoints };
  let through = from;
  let entries = 0;
  while (through.seq < head.seq) {
    const page = readLines(await ask(`/export?format=ndjson&after=${through.seq}&count=${PER_DOWNLOAD}`));
    if (page.length === 0) break;
    entries += page.length;
    const verdict = verifyChain(page, through, anchors, sha256);
    through = verdict.through;
    if (verdict.fault !== null) return { entries, from, through, fault: verdict.fault };
  }
  return {
    entries,
    from,
    through,
    fault: verifyEnd(through, known !== null && known.seq > head.seq ? known : head),
  };
}

type Ask = (path: string) => Promise<string>;

function createAsk(url: string, token: string, orgId: string | null): Ask {
  const platform = orgId === "*";
  return async (path) => {
    const address = `${url.replace(/\/$/, "")}/api/v1/${platform ? "admin/" : ""}audit${path}`;
    const headers = {
      authorization: `Bearer ${token}`,
      ...(orgId === null || platform ? {} : { "x-organization-id": orgId }),
    };
    const answer = await fetch(address, { headers });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`GET ${address} answered ${answer.status}: ${text.slice(0, 500)}`);
    return text;
  };
}
