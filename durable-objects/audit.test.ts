import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { AuditEnding, AuditIntent, ChainedEntry } from "#domain/audit/audit-entry";
import { CHAIN_START } from "#domain/audit/hash-chain";
import { verifyChain, verifyEnd } from "#domain/audit/verify-chain";
import type { AuditObject } from "./audit.ts";
import { scanEntries, sha256 } from "./audit-d1.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
let counter = 0;

function openLog() {
  const orgId = `org_audit_${counter++}`;
  const stub = env.AUDIT.getByName(orgId);
  return { orgId, stub };
}

function intent(extra: Partial<AuditIntent> = {}): AuditIntent {
  return {
    id: `req_${counter++}`,
    startedAt: Date.now(),
    actor: { kind: "user", id: "user_1", name: "a@example.com" },
    action: "integration.updated",
    target: { kind: "request", id: "PATCH /api/v1/integrations/int_1" },
    ip: "203.0.113.7",
    requestId: "req_x",
    ...extra,
  };
}

const DONE: AuditEnding = {
  outcome: "succeeded",
  target: { kind: "integration", id: "int_1" },
  before: '{"name":"a"}',
  after: '{"name":"b"}',
};

type Log = ReturnType<typeof openLog>;

async function entriesOf({ orgId, stub }: Log): Promise<readonly ChainedEntry[]> {
  await stub.state(orgId);
  return scanEntries(env.DB, orgId, 0, 1_000_000, 10_000);
}

async function verify(log: Log) {
  const entries = await entriesOf(log);
  const anchors = await log.stub.anchors(log.orgId, 0, 1_000_000);
  const { through, fault } = verifyChain(entries, CHAIN_START, anchors, sha256);
  return fault ?? verifyEnd(through, anchors.head);
}

async function change(log: Log, extra: Partial<AuditIntent> = {}): Promise<void> {
  const begun = intent(extra);
  await log.stub.begin(log.orgId, begun);
  await log.stub.complete(log.orgId, begun, DONE);
}

/** Everything that waits for its time in the object is due now. */
function passTime({ stub }: Log): Promise<void> {
  return runInDurableObject(stub, (_, state) => {
    state.storage.sql.exec("UPDATE intents SET ends_at = 0");
    state.storage.sql.exec("UPDATE readings SET ends_at = 0");
    const refusals = state.storage.kv.get<object>("refusals");
    if (refusals !== undefined) state.storage.kv.put("refusals", { ...refusals, minute: 0 });
  });
}

function withDatabase({ stub }: Log, database: unknown): Promise<void> {
  return runInDurableObject(stub, (instance: AuditObject) => {
    Reflect.set(instance, "env", { ...env, DB: database });
  });
}

const BROKEN = {
  prepare: () => ({ bind: () => ({}) }),
  batch: () => Promise.reject(new Error("D1 is not answering")),
};

describe("a change", () => {
  it("whose end nobody tells is closed as interrupted, also after the object was evicted in between", async () => {
    const log = openLog();
    await log.stub.begin(log.orgId, intent());
    await evictDurableObject(log.stub);
    expect(await entriesOf(log)).toEqual([]);
    await passTime(log);
    expect(await runDurableObjectAlarm(log.stub)).toBe(true);
    const [entry] = await entriesOf(log);
    expect(entry).toMatchObject({
      seq: 1,
      outcome: "interrupted",
      target: { kind: "request" },
      before: null,
    });
    expect(entry?.after).toContain("startedAt");
    expect(await verify(log)).toBeNull();
  });

  it("has an alarm from its beginning, so that nobody has to ask for it", async () => {
    const log = openLog();
    await log.stub.begin(log.orgId, intent());
    const alarm = await runInDurableObject(log.stub, (_, state) => state.storage.getAlarm());
    expect(alarm).toBeGreaterThan(Date.now());
    expect(alarm).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  it("that ends after it was closed gets an entry for its end too, and only one", async () => {
    const log = openLog();
    const begun = intent();
    await log.stub.begin(log.orgId, begun);
    await passTime(log);
    await runDurableObjectAlarm(log.stub);
    await log.stub.complete(log.orgId, begun, DONE);
    await log.stub.complete(log.orgId, begun, DONE);
    expect((await entriesOf(log)).map(({ outcome }) => outcome)).toEqual(["interrupted", "succeeded"]);
  });

  it("that is told twice, because an answer got lost, is one entry", async () => {
    const log = openLog();
    const begun = intent();
    await log.stub.begin(log.orgId, begun);
    await log.stub.begin(log.orgId, begun);
    await log.stub.complete(log.orgId, begun, DONE);
    await evictDurableObject(log.stub);
    await log.stub.complete(log.orgId, begun, DONE);
    expect(await entriesOf(log)).toHaveLength(1);
  });

  it("that came to nothing leaves nothing", async () => {
    const log = openLog();
    const begun = intent();
    await log.stub.begin(log.orgId, begun);
    await log.stub.drop(log.orgId, begun.id);
    await passTime(log);
    await runDurableObjectAlarm(log.stub);
    expect(await entriesOf(log)).toEqual([]);
  });

  it("of a hundred at once has a number of its own, without a gap, and the chain holds", async () => {
    const log = openLog();
    await Promise.all(Array.from({ length: 100 }, () => change(log)));
    const entries = await entriesOf(log);
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
    expect(await verify(log)).toBeNull();
  });

  it("records of the gateway's own count once, however often they are told", async () => {
    const log = openLog();
    const { id, startedAt: _, ...fields } = intent();
    const record = { ...fields, outcome: "succeeded", before: null, after: null } as const;
    await log.stub.record(log.orgId, { id, record });
    await evictDurableObject(log.stub);
    await log.stub.record(log.orgId, { id, record });
    expect(await entriesOf(log)).toHaveLength(1);
  });
});

describe("while D1 does not answer", () => {
  it("entries stay with the object, and the alarm brings them over when it answers again", async () => {
    const log = openLog();
    await change(log);
    await log.stub.state(log.orgId);
    await withDatabase(log, BROKEN);
    await change(log);
    await change(log);
    const state = await log.stub.state(log.orgId);
    expect([state.searchable.seq, state.head.seq]).toEqual([1, 3]);
    expect(await scanEntries(env.DB, log.orgId, 0, 100, 100)).toHaveLength(1);

    await evictDurableObject(log.stub);
    await withDatabase(log, env.DB);
    expect(await runDurableObjectAlarm(log.stub)).toBe(true);
    expect(await scanEntries(env.DB, log.orgId, 0, 100, 100)).toHaveLength(3);
    expect(await verify(log)).toBeNull();
  });

  it("a write whose answer got lost is repeated without a second row or a second word in the index", async () => {
    const log = openLog();
    let lost = 0;
    await withDatabase(log, {
      prepare: (sql: string) => env.DB.prepare(sql),
      batch: async (statements: D1PreparedStatement[]) => {
        await env.DB.batch(statements);
        if (lost++ < 2) throw new Error("the answer got lost");
      },
    });
    await change(log);
    for (let n = 0; n < 3; n++) await log.stub.state(log.orgId);
    expect(lost).toBe(3);
    expect(await entriesOf(log)).toHaveLength(1);
    const found = await env.DB.prepare(
      "SELECT rowid FROM audit_search WHERE audit_search MATCH 'body : int_1' AND rowid IN (SELECT number FROM audit_entries WHERE org_id = ?1)",
    )
      .bind(log.orgId)
      .all();
    expect(found.results).toHaveLength(1);
  });

  it("a row that somebody else put in an entry's place gives way to it", async () => {
    const log = openLog();
    await env.DB.prepare(
      `INSERT INTO audit_entries (org_id, seq, at, actor_kind, actor_id, actor_name, action, target_kind, target_id,
       outcome, ip, request_id, previous_hash, hash) VALUES (?1, 1, 0, '', '', '', 'forged.entry', '', '', '', '', '', '', 'x')`,
    )
      .bind(log.orgId)
      .run();
    await change(log);
    expect(await entriesOf(log)).toMatchObject([{ seq: 1, action: "integration.updated" }]);
  });
});

describe("refusals", () => {
  it("in a flood are counted into one entry, and nothing that succeeds meanwhile is lost", async () => {
    const log = openLog();
    await Promise.all(Array.from({ length: 200 }, () => log.stub.refuse(log.orgId, intent())));
    await change(log);
    await passTime(log);
    await runDurableObjectAlarm(log.stub);
    const entries = await entriesOf(log);
    expect(entries.filter(({ outcome }) => outcome === "succeeded")).toHaveLength(1);
    // A minute may end in between: then there are two counts.
    expect(entries.length).toBeLessThanOrEqual(23);
    const counted = entries
      .filter(({ action }) => action === "audit.refusals_counted")
      .reduce((sum, { after }) => sum + (JSON.parse(after ?? "{}") as { counted: number }).counted, 0);
    const written = entries.filter(
      ({ action, outcome }) => action !== "audit.refusals_counted" && outcome === "refused",
    );
    expect(counted + written.length).toBe(200);
    expect(await verify(log)).toBeNull();
  });
});

describe("readers of the log", () => {
  it("are in it once an hour each, and the rest of the hour is a count", async () => {
    const log = openLog();
    const { id: _, startedAt: __, ...fields } = intent({ action: "audit.read" });
    const reading = { ...fields, outcome: "succeeded", before: null, after: null } as const;
    for (let n = 0; n < 5; n++) await log.stub.noteReading(log.orgId, reading);
    await log.stub.noteReading(log.orgId, { ...reading, actor: { ...reading.actor, id: "user_2" } });
    expect(await entriesOf(log)).toHaveLength(2);
    await passTime(log);
    await runDurableObjectAlarm(log.stub);
    const entries = await entriesOf(log);
    expect(entries).toHaveLength(3);
    expect(entries[2]?.after).toBe('{"furtherReadingsWithinTheHour":4}');
  });
});

/** The object's entries as they would be had they been written so long ago. */
async function age(log: Log, days: number): Promise<void> {
  await log.stub.state(log.orgId);
  const entries = await scanEntries(env.DB, log.orgId, 0, 1_000_000, 10_000);
  // The chain is made anew over other times, by the object's own hand, as only a test can.
  let head = CHAIN_START;
  for (const entry of entries) {
    const { chainEntry } = await import("#domain/audit/hash-chain");
    const { orgId, seq: _seq, at, previousHash: _p, hash: _h, ...record } = entry;
    const aged = chainEntry(head, orgId, at - days * DAY_MS, record, sha256);
    head = { seq: aged.seq, hash: aged.hash };
    await env.DB.prepare(
      "UPDATE audit_entries SET at = ?3, previous_hash = ?4, hash = ?5 WHERE org_id = ?1 AND seq = ?2",
    )
      .bind(orgId, aged.seq, aged.at, aged.previousHash, aged.hash)
      .run();
  }
  await runInDurableObject(log.stub, (_, state) => {
    state.storage.kv.put("head", { ...head, at: Date.now() - days * DAY_MS });
  });
}

const plan = (searchableDays: number, retentionDays: number) => ({
  movesWhenOlderThan: Date.now() - searchableDays * DAY_MS,
  movesBefore: Date.now() - searchableDays * DAY_MS,
  removesBefore: Date.now() - retentionDays * DAY_MS,
});

async function keysOf({ orgId }: Log): Promise<string[]> {
  return (await env.BODIES.list({ prefix: `${orgId}/audit/` })).objects.map(({ key }) => key);
}

async function openAged(days: number, old: number, fresh: number): Promise<Log> {
  const log = openLog();
  for (let n = 0; n < old; n++) await change(log);
  await age(log, days);
  for (let n = 0; n < fresh; n++) await change(log);
  await log.stub.state(log.orgId);
  return log;
}

describe("old entries", () => {
  it("move to R2, and rows and words in the index go only after that", async () => {
    const log = await openAged(100, 3, 2);
    expect(await log.stub.tidy(log.orgId, plan(90, 365))).toBe(true);
    expect(await keysOf(log)).toEqual([`${log.orgId}/audit/000000000001-000000000003.ndjson`]);
    expect((await entriesOf(log)).map(({ seq }) => seq)).toEqual([4, 5]);
    expect(await log.stub.state(log.orgId)).toMatchObject({
      archivedThrough: 3,
      base: { seq: 0 },
      head: { seq: 5 },
    });
    const words = await env.DB.prepare("SELECT count(*) AS n FROM audit_search").first<{ n: number }>();
    const rows = await env.DB.prepare("SELECT count(*) AS n FROM audit_entries").first<{ n: number }>();
    expect(words).toEqual(rows);
  });

  it("stay where they are while R2 does not take them, or gives back something else", async () => {
    for (const bucket of [
      { put: () => Promise.reject(new Error("R2 is not answering")) },
      { put: async () => {}, get: async () => ({ text: async () => "something else" }) },
    ]) {
      const log = await openAged(100, 2, 0);
      const failed = await runInDurableObject(log.stub, async (instance: AuditObject) => {
        Reflect.set(instance, "env", { ...env, BODIES: bucket });
        return instance.tidy(log.orgId, plan(90, 365)).then(
          () => false,
          () => true,
        );
      });
      expect(failed).toBe(true);
      expect(await entriesOf(log)).toHaveLength(2);
      expect(await verify(log)).toBeNull();
    }
  });

  it("are removed after a crash between writing the segment and removing its rows", async () => {
    const log = await openAged(100, 3, 1);
    const broken = {
      prepare: (sql: string) => env.DB.prepare(sql),
      batch: () => Promise.reject(new Error("killed")),
    };
    await withDatabase(log, broken);
    await runInDurableObject(log.stub, (instance: AuditObject) =>
      instance.tidy(log.orgId, plan(90, 365)).catch(() => false),
    );
    expect(await scanEntries(env.DB, log.orgId, 0, 100, 100)).toHaveLength(4);
    await evictDurableObject(log.stub);
    await withDatabase(log, env.DB);
    expect(await log.stub.tidy(log.orgId, plan(90, 365))).toBe(false);
    expect(await log.stub.tidy(log.orgId, plan(90, 365))).toBe(true);
    expect(await keysOf(log)).toHaveLength(1);
    expect((await entriesOf(log)).map(({ seq }) => seq)).toEqual([4]);
  });

  it("that do not verify are not moved: evidence stays where it is", async () => {
    const log = await openAged(100, 3, 1);
    await env.DB.prepare("UPDATE audit_entries SET after = '{}' WHERE org_id = ?1 AND seq = 2")
      .bind(log.orgId)
      .run();
    expect(await log.stub.tidy(log.orgId, plan(90, 365))).toBe(true);
    expect(await keysOf(log)).toEqual([]);
    expect(await entriesOf(log)).toHaveLength(4);
    expect(await verify(log)).toMatchObject({ seq: 2, kind: "changed" });
  });

  it("are removed for good after their retention, and the chain begins behind them", async () => {
    const log = await openAged(400, 3, 2);
    expect(await log.stub.tidy(log.orgId, plan(90, 365))).toBe(true);
    expect(await keysOf(log)).toEqual([]);
    const state = await log.stub.state(log.orgId);
    expect(state).toMatchObject({ base: { seq: 3 }, archivedThrough: 3 });
    const entries = await entriesOf(log);
    expect(entries[0]?.previousHash).toBe(state.base.hash);
    const anchors = await log.stub.anchors(log.orgId, 3, 100);
    expect(verifyChain(entries, state.base, anchors, sha256).fault).toBeNull();
  });
});

describe("deleting the organization", () => {
  it("leaves nothing in its object, not even an alarm", async () => {
    const log = openLog();
    await change(log);
    await log.stub.begin(log.orgId, intent());
    await log.stub.purge();
    const left = await runInDurableObject(log.stub, async (_, state) => ({
      tables: state.storage.sql
        .exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")
        .toArray(),
      keys: [...state.storage.kv.list()],
      alarm: await state.storage.getAlarm(),
    }));
    expect(left).toEqual({ tables: [], keys: [], alarm: null });
  });
});

it("an hour is remembered, not for ever", async () => {
  const log = openLog();
  const { id, startedAt: _, ...fields } = intent();
  await log.stub.record(log.orgId, {
    id,
    record: { ...fields, outcome: "succeeded", before: null, after: null },
  });
  const [kept] = await runInDurableObject(log.stub, (_, state) =>
    state.storage.sql.exec<{ ends_at: number }>("SELECT ends_at FROM intents").toArray(),
  );
  expect(kept?.ends_at).toBeGreaterThan(Date.now() + HOUR_MS - 60_000);
  await passTime(log);
  await runDurableObjectAlarm(log.stub);
  const left = await runInDurableObject(log.stub, (_, state) =>
    state.storage.sql.exec("SELECT 1 FROM intents").toArray(),
  );
  expect(left).toEqual([]);
});
