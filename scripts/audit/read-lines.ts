import type { ChainedEntry } from "../../workers/domain/audit/audit-entry.ts";
import { canonicalJson } from "../../workers/domain/audit/canonical-json.ts";

/** A line as the gateway wrote it: the entry's canonical JSON, and behind it the two hashes. */
const LINE = /^(?<content>.*),"hash":"(?<hash>[^"]*)","previousHash":"(?<previousHash>[^"]*)"\}$/;

type Shown = Pick<ChainedEntry, "seq" | "actor" | "action" | "target" | "outcome" | "ip" | "requestId"> & {
  readonly organizationId: string;
  readonly at: string;
  readonly before: unknown;
  readonly after: unknown;
};

/**
 * The entries of an NDJSON export.
 * @throws Error for a line that cannot be read: whoever changed it made it nonsense.
 */
export function readLines(text: string): readonly ChainedEntry[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map(readLine);
}

function readLine(line: string): ChainedEntry {
  const { content = "", hash = "", previousHash = "" } = LINE.exec(line)?.groups ?? {};
  const { organizationId, at, before, after, ...rest } = parse(`${content}}`, line);
  return {
    ...rest,
    orgId: organizationId,
    at: Date.parse(at),
    before: before === null ? null : canonicalJson(before),
    after: after === null ? null : canonicalJson(after),
    previousHash,
    hash,
  };
}

function parse(content: string, line: string): Shown {
  try {
    return JSON.parse(content) as Shown;
  } catch {
    throw new Error(`BROKEN: an entry was changed so that it cannot be read: ${line.slice(0, 300)}`);
  }
}
