import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "#adapters/crypto/digests";
import { CHAIN_START, type ChainPoint, chainEntry } from "#domain/audit/hash-chain";
import { writeEntries } from "../../../durable-objects/audit-d1.ts";
import { LIST, SEARCH } from "./audit-log.ts";
import { createPurgeRecords } from "./purge-records.ts";

const ORGANIZATIONS = ["org_a", "org_b"];

function entriesOf(orgId: string, count: number) {
  let head: ChainPoint = CHAIN_START;
  return Array.from({ length: count }, (_, n) => {
    const entry = chainEntry(
      head,
      orgId,
      1_000 + n,
      {
        actor: { kind: "user", id: "user_1", name: "a@example.com" },
        action: "integration.updated",
        target: { kind: "integration", id: `int_${n}` },
        outcome: "succeeded",
        ip: "",
        requestId: `req_${n}`,
        before: null,
        after: null,
      },
      sha256,
    );
    head = { seq: entry.seq, hash: entry.hash };
    return entry;
  });
}

beforeAll(async () => {
  for (const orgId of ORGANIZATIONS) await writeEntries(env.DB, orgId, entriesOf(orgId, 20));
});

async function planOf(sql: string, ...values: unknown[]): Promise<string> {
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...values)
    .all<{ detail: string }>();
  return results.map(({ detail }) => detail).join("\n");
}

describe("the cost of a question does not grow with the log", () => {
  it("a search walks the index in its own order, and looks rows up by their number", async () => {
    const plan = await planOf(SEARCH, "org_a", 'body : ("int" *)', 0, 100, 51);
    expect(plan).toContain("VIRTUAL TABLE INDEX");
    expect(plan).toContain("SEARCH e USING INTEGER PRIMARY KEY");
    expect(plan).not.toMatch(/SCAN (e|audit_entries)\b|TEMP B-TREE/);
  });

  it("a list without filters is a range of the organization's numbers", async () => {
    const plan = await planOf(LIST, "org_a", 0, 100, 51);
    expect(plan).toContain("USING INDEX audit_entries_seq");
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  it("a write looks its rows up one by one, and does not read the log", async () => {
    const seen: string[] = [];
    const watching = {
      prepare: (sql: string) => {
        seen.push(sql);
        return env.DB.prepare(sql);
      },
      batch: (statements: D1PreparedStatement[]) => env.DB.batch(statements),
    };
    await writeEntries(watching as unknown as D1Database, "org_a", entriesOf("org_a", 1));
    const insert = seen.find((sql) => sql.includes("INTO audit_search")) ?? "";
    const plan = await planOf(insert, "org_a", "[]");
    expect(plan).toMatch(/SEARCH e USING (COVERING )?INDEX audit_entries_seq \(org_id=\? AND seq=\?\)/);
  });
});

describe("purging a deleted organization", () => {
  it("removes its rows and its words in the index, a bounded number at a time, and nobody else's", async () => {
    const left = () =>
      env.DB.prepare(
        `SELECT (SELECT count(*) FROM audit_entries WHERE org_id = 'org_a') AS a, (SELECT count(*) FROM audit_entries WHERE org_id = 'org_b') AS b,
         (SELECT count(*) FROM audit_search) AS words`,
      ).first();
    expect(await left()).toEqual({ a: 20, b: 20, words: 40 });
    expect(await createPurgeRecords(env.DB).removeRows("org_a", 15)).toBe(false);
    expect(await left()).toEqual({ a: 5, b: 20, words: 25 });
    expect(await createPurgeRecords(env.DB).removeRows("org_a", 15)).toBe(true);
    expect(await left()).toEqual({ a: 0, b: 20, words: 20 });
    expect(await createPurgeRecords(env.DB).removeRows("org_a", 15)).toBe(true);
  });
});
