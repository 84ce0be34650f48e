import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { ChainedEntry } from "./audit-entry.ts";
import { canonicalJson } from "./canonical-json.ts";
import { CHAIN_START, type ChainPoint, canonicalEntry, chainEntry, hashEntry } from "./hash-chain.ts";
import { toJsonLine } from "./present-entry.ts";
import { verifyChain, verifyEnd } from "./verify-chain.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function buildChain(length: number): ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  let head: ChainPoint = CHAIN_START;
  for (let n = 1; n <= length; n++) {
    const entry = chainEntry(
      head,
      "org_1",
      1_000_000 + n,
      {
        actor: { kind: "user", id: "user_1", name: "a@example.com" },
        action: "integration.updated",
        target: { kind: "integration", id: `int_${n}` },
        outcome: "succeeded",
        ip: "203.0.113.7",
        requestId: `req_${n}`,
        before: null,
        after: canonicalJson({ n }),
      },
      sha256,
    );
    entries.push(entry);
    head = { seq: entry.seq, hash: entry.hash };
  }
  return entries;
}

const pointOf = ({ seq, hash }: ChainedEntry): ChainPoint => ({ seq, hash });
const written = buildChain(10);
const head = written.map(pointOf).at(-1) ?? CHAIN_START;

function verify(entries: readonly ChainedEntry[], checkpoints: readonly ChainPoint[] = []) {
  const verdict = verifyChain(entries, CHAIN_START, { head, lastSeq: head.seq, checkpoints }, sha256);
  return verdict.fault ?? verifyEnd(verdict.through, head);
}

const at = (seq: number): ChainedEntry => {
  const entry = written[seq - 1];
  if (entry === undefined) throw new Error(`no entry ${seq}`);
  return entry;
};
const replaced = (...changed: ChainedEntry[]) =>
  written.map((entry) => changed.find(({ seq }) => seq === entry.seq) ?? entry);

describe("a log that nobody touched", () => {
  it("verifies", () => {
    expect(verify(written)).toBeNull();
    expect(verify(written, [pointOf(at(5))])).toBeNull();
  });

  it("verifies in steps, each from where the last one ended", () => {
    const anchors = { head, lastSeq: head.seq, checkpoints: [] };
    const first = verifyChain(written.slice(0, 4), CHAIN_START, anchors, sha256);
    const second = verifyChain(written.slice(4), first.through, anchors, sha256);
    expect(second).toEqual({ through: head, fault: null });
  });

  it("may be ahead of what is certainly written, while a write is under way", () => {
    const anchors = { head: pointOf(at(8)), lastSeq: 10, checkpoints: [] };
    expect(verifyChain(written, CHAIN_START, anchors, sha256).fault).toBeNull();
  });
});

describe("verification names the first entry", () => {
  it.each([
    ["after", { after: '{"n":99}' }],
    ["before", { before: '{"n":0}' }],
    ["the same value, written otherwise", { after: '{ "n": 4 }' }],
    ["what is no JSON at all", { after: "{" }],
    ["actor", { actor: { kind: "user", id: "user_2", name: "b@example.com" } }],
    ["action", { action: "integration.deleted" }],
    ["outcome", { outcome: "refused" }],
    ["time", { at: 5 }],
    ["a time that is none", { at: Number.NaN }],
    ["address", { ip: "198.51.100.1" }],
    ["organization", { orgId: "org_2" }],
    ["hash", { hash: "f".repeat(64) }],
  ] as const)("whose content was changed: %s", (_what, change) => {
    expect(verify(replaced({ ...at(4), ...change }))).toMatchObject({ seq: 4, kind: "changed" });
  });

  it("that was changed and given a new hash: its successor tells on it", () => {
    const forged: ChainedEntry = { ...at(4), after: '{"n":99}' };
    const rehashed = { ...forged, hash: hashEntry(forged.previousHash, forged, sha256) };
    expect(verify(replaced(rehashed))).toMatchObject({ seq: 4, kind: "changed" });
  });

  it("that is missing, in the middle, at the beginning and at the end", () => {
    for (const seq of [1, 4, 10]) {
      expect(verify(written.filter((entry) => entry.seq !== seq))).toMatchObject({ seq, kind: "missing" });
    }
    expect(verify(written.slice(0, 7))).toMatchObject({ seq: 8, kind: "missing" });
    expect(verify([])).toMatchObject({ seq: 1, kind: "missing" });
  });

  it("of two that were exchanged", () => {
    const swapped = replaced({ ...at(5), seq: 4 }, { ...at(4), seq: 5 });
    expect(verify(swapped)).toMatchObject({ seq: 4, kind: "moved" });
  });

  it("that was inserted behind the last one, or a second time", () => {
    const more = buildChain(11);
    expect(verify(more)).toMatchObject({ seq: 11, kind: "inserted" });
    expect(verify([...written.slice(0, 4), at(4), ...written.slice(4)])).toMatchObject({
      seq: 4,
      kind: "inserted",
    });
  });

  it("of a log that was rewritten to its end, at the latest at the next checkpoint", () => {
    const rewritten = rewriteFrom(4);
    expect(verify(rewritten)).toMatchObject({ seq: 10, kind: "rewritten" });
    expect(verify(rewritten, [pointOf(at(3)), pointOf(at(6))])).toMatchObject({ seq: 6, kind: "rewritten" });
  });

  it("that is not what somebody wrote down, even where the log and its head agree", () => {
    const noted = { seq: head.seq, hash: "0".repeat(64) };
    expect(verify(written, [noted])).toMatchObject({ seq: head.seq, kind: "rewritten" });
  });
});

/** What somebody can do who writes to the database and knows how the chain is made. */
function rewriteFrom(seq: number): ChainedEntry[] {
  let previous = written[seq - 2]?.hash ?? CHAIN_START.hash;
  return written.map((entry) => {
    if (entry.seq < seq) return entry;
    const forged = { ...entry, previousHash: previous, ...(entry.seq === seq ? { after: '{"n":99}' } : {}) };
    previous = hashEntry(previous, forged, sha256);
    return { ...forged, hash: previous };
  });
}

describe("a line of an export", () => {
  it("without its last two members and with the brace back is what was hashed", () => {
    const line = toJsonLine(at(4));
    const content = `${line.slice(0, line.lastIndexOf(',"hash":'))}}`;
    expect(sha256(at(4).previousHash + content)).toBe(at(4).hash);
    expect(JSON.parse(line)).toMatchObject({ seq: 4, after: { n: 4 }, hash: at(4).hash });
  });

  it("is canonical JSON (RFC 8785) of what it says", () => {
    expect(canonicalEntry(at(4))).toBe(canonicalJson(JSON.parse(canonicalEntry(at(4)))));
  });
});

describe("canonical JSON", () => {
  it("sorts members by UTF-16 code units, at every depth, and leaves lists alone", () => {
    expect(
      canonicalJson({ b: [2, 1, { z: 1, a: 2 }], "\u20ac": 1, a: null, "\ud83d\ude02": 2, "\ufb33": 3 }),
    ).toBe('{"a":null,"b":[2,1,{"a":2,"z":1}],"\u20ac":1,"\ud83d\ude02":2,"\ufb33":3}');
  });

  it("has no place for what JSON cannot say", () => {
    expect(canonicalJson({ a: undefined, b: [undefined, Number.NaN] })).toBe('{"b":[null,null]}');
  });
});
