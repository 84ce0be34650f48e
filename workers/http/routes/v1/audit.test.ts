import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Permission } from "#domain/access/permissions";
import { composeServices } from "#services/composition";
import type { DeliveryOutcome } from "#services/delivery-outcome";
import { disableIntegrations } from "#services/finish-run";
import { callApi } from "#testing/call-api";
import { deliveryRecord } from "#testing/delivery-records";
import { seedApiKey, seedOrganization } from "#testing/seed";

interface Entry {
  readonly seq: number;
  readonly action: string;
  readonly outcome: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string };
  readonly target: { readonly kind: string; readonly id: string; readonly name: string | null };
  readonly [member: string]: unknown;
}

const PATH = "/api/v1/audit";
const MINIMAL = { name: "Shop", eventTypes: ["order.*"], url: "https://example.com/hook" };

const ADMIN = String(Reflect.get(env, "ADMIN_TOKEN"));

let orgId = "";
let key = "";
let foreignKey = "";
beforeAll(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
  ({ apiKey: foreignKey } = await seedOrganization(env));
});

async function search(query: string, bearer = key): Promise<readonly Entry[]> {
  const answer = await callApi(bearer, "GET", `${PATH}?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return (answer.body as { items: Entry[] }).items;
}

const keyWith = (scopes: readonly Permission[]) => seedApiKey(env, orgId, scopes);

async function createIntegration(body: object = MINIMAL): Promise<string> {
  const answer = await callApi(key, "POST", "/api/v1/integrations", body, {
    "cf-connecting-ip": "203.0.113.7",
  });
  expect(answer.status, answer.text).toBe(201);
  return (answer.body as { id: string }).id;
}

describe("a change", () => {
  it("is in the log when its answer arrives, with who, what, where from and which request", async () => {
    const id = await createIntegration();
    const [entry] = await search(`targetId=${id}`);
    expect(entry).toMatchObject({
      action: "integration.created",
      outcome: "succeeded",
      actor: { kind: "api_key", name: "test" },
      target: { kind: "integration", id },
      ip: "203.0.113.7",
      requestId: expect.stringMatching(/^req_/),
    });
  });

  it("shows what was there before, what after, and where they differ", async () => {
    const id = await createIntegration();
    await callApi(key, "PATCH", `/api/v1/integrations/${id}`, { name: "Renamed", timeoutMs: 500 });
    const [entry] = await search(`targetId=${id}&action=integration.updated`);
    const { body } = await callApi(key, "GET", `${PATH}/${entry?.seq}`);
    expect(body).toMatchObject({ before: { name: "Shop" }, after: { name: "Renamed" } });
    expect((body as { changes: unknown[] }).changes).toEqual(
      expect.arrayContaining([
        { pointer: "/name", before: "Shop", after: "Renamed" },
        { pointer: "/timeoutMs", before: 15_000, after: 500 },
      ]),
    );
  });

  it("names what it is about as it is called since, in the list and in the entry, also when it is gone", async () => {
    const id = await createIntegration();
    await callApi(key, "PATCH", `/api/v1/integrations/${id}`, { name: "Renamed" });
    await callApi(key, "DELETE", `/api/v1/integrations/${id}`);
    const entries = await search(`targetId=${id}`);
    expect(entries.map(({ action, target }) => [action, target.name])).toEqual([
      ["integration.deleted", "Renamed"],
      ["integration.updated", "Renamed"],
      ["integration.created", "Shop"],
    ]);
    for (const { seq, target } of entries) {
      expect((await callApi(key, "GET", `${PATH}/${seq}`)).body).toMatchObject({ target });
    }
    const email = "named@example.test";
    await callApi(key, "POST", "/api/v1/invitations", { email, roleId: "viewer" });
    expect((await search("action=member.invited"))[0]?.target.name).toBe(email);
    // Somebody put there what is no JSON: the list goes on.
    const change = "UPDATE audit_entries SET after = '{\"name\":' WHERE org_id = ?1 AND seq = ?2";
    await env.DB.prepare(change).bind(orgId, entries[2]?.seq).run();
    expect((await search(`targetId=${id}`)).at(-1)?.target.name).toBeNull();
  });

  it("that was not made leaves nothing: not one that is invalid, absent or too late", async () => {
    const before = await search("action=integration.*&limit=200");
    await callApi(key, "POST", "/api/v1/integrations", { name: 7 });
    await callApi(key, "PATCH", "/api/v1/integrations/int_none", { name: "x" });
    await callApi(key, "DELETE", "/api/v1/integrations/int_none");
    expect(await search("action=integration.*&limit=200")).toEqual(before);
  });

  it("never shows a secret, wherever the log is read", async () => {
    const headers = { Authorization: "Bearer a-very-secret-token", "x-api-key": "another-secret" };
    const id = await createIntegration({ ...MINIMAL, headers, secret: "utf8:a-secret-of-theirs" });
    await callApi(key, "POST", `/api/v1/integrations/${id}/secrets/rotate`, {
      secret: "utf8:the-next-secret",
    });
    await callApi(key, "POST", "/api/v1/api-keys", { name: "ci" });
    await search("limit=1");
    const { results } = await env.DB.prepare("SELECT * FROM audit_entries").all();
    for (const secret of ["a-very-secret", "another-secret", "secret-of-theirs", "the-next-secret"]) {
      expect(JSON.stringify(results)).not.toContain(secret);
      expect(await search(`q=${secret}`)).toEqual([]);
    }
    expect(JSON.stringify(results)).not.toMatch(/igw_local_[A-Za-z0-9_-]{10}/);
  });
});

describe("what is refused", () => {
  it("for want of a permission is in the log, with the request that was refused", async () => {
    const viewer = await keyWith(["integrations:read"]);
    const answer = await callApi(viewer, "POST", "/api/v1/integrations", MINIMAL);
    expect(answer.status).toBe(403);
    const [entry] = await search("outcome=refused");
    expect(entry).toMatchObject({
      action: "integration.created",
      actor: { kind: "api_key" },
      target: { kind: "request", id: "POST /api/v1/integrations" },
    });
  });

  it("at the platform is in the platform's log", async () => {
    expect((await callApi(key, "POST", "/api/v1/admin/organizations", { name: "x" })).status).toBe(403);
    const { body } = await callApi(ADMIN, "GET", "/api/v1/admin/audit?outcome=refused");
    expect(body).toMatchObject({ items: [{ action: "organization.created", outcome: "refused" }] });
  });
});

describe("the platform's log", () => {
  it("has what the operator did, and so has the organization that it was about", async () => {
    const made = await callApi(ADMIN, "POST", "/api/v1/admin/organizations", { name: "New" });
    const { id } = made.body as { id: string };
    await callApi(ADMIN, "POST", `/api/v1/admin/organizations/${id}/api-keys`, { name: "first" });
    const platform = await callApi(ADMIN, "GET", `/api/v1/admin/audit?targetId=${id}`);
    expect(platform.body).toMatchObject({
      items: [{ action: "organization.created", actor: { kind: "operator" } }],
    });
    const own = await callApi(ADMIN, "GET", PATH, undefined, { "x-organization-id": id });
    const actions = (own.body as { items: Entry[] }).items.map(({ action }) => action);
    expect(actions).toEqual(["audit.read", "api_key.created", "organization.created"]);
  });

  it("is not there for an organization", async () => {
    expect((await callApi(key, "GET", "/api/v1/admin/audit")).status).toBe(403);
    expect((await callApi(key, "GET", PATH, undefined, { "x-organization-id": "*" })).status).toBe(404);
  });

  it("makes no log for an organization that does not exist", async () => {
    const path = "/api/v1/admin/organizations/org_nobody/api-keys";
    expect((await callApi(ADMIN, "POST", path, { name: "x" })).status).toBe(404);
    const stub = env.AUDIT.getByName("org_nobody");
    const tables = await runInDurableObject(stub, (_, state) =>
      state.storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'intents'").toArray(),
    );
    expect(tables).toEqual([]);
  });
});

describe("searching", () => {
  it("finds words in any field, by any filter, and both together", async () => {
    const id = await createIntegration({ ...MINIMAL, name: "Quarterly Überweisung" });
    const found = async (query: string) => (await search(query)).map(({ target }) => target.id);
    for (const query of [
      "q=quarterly",
      "q=UBERWEISUNG",
      "q=quart",
      `q=${id}`,
      `q=${id.slice(0, 20)}`,
      "q=quarterly+203.0.113.7",
      "q=quarterly&action=integration.*&outcome=succeeded&ip=203.0.113.7",
      "q=quarterly&targetKind=integration&from=2020-01-01T00:00:00Z&to=2999-01-01T00:00:00Z",
    ]) {
      expect([query, await found(query)]).toEqual([query, [id]]);
    }
    for (const query of ["q=quarterly&action=member.*", "q=quarterly+nobody", "q=quarterly&ip=203.0.113.8"]) {
      expect([query, await found(query)]).toEqual([query, []]);
    }
    expect(await found("from=2999-01-01T00:00:00Z")).toEqual([]);
    expect(await found("to=2020-01-01T00:00:00Z")).toEqual([]);
  });

  it("never leaves the organization, whatever is written into the box", async () => {
    const own = new Set((await search("limit=200")).map(({ seq, hash }) => `${seq} ${hash}`));
    await callApi(foreignKey, "POST", "/api/v1/integrations", { ...MINIMAL, name: "Foreign" });
    for (const q of [
      "foreign",
      '" OR body : "foreign',
      "facets : foreign",
      "foreign* OR test",
      "NOT nothing OR foreign",
      "x) OR (body : foreign",
      "foreign\u0000",
    ]) {
      const answer = await callApi(key, "GET", `${PATH}?q=${encodeURIComponent(q)}`);
      expect([q, answer.status]).toEqual([q, 200]);
      expect(answer.text).not.toContain("Foreign");
    }
    const everything = (await search("limit=200")).filter(({ action }) => action !== "audit.read");
    for (const { seq, hash } of everything) expect(own).toContain(`${seq} ${hash}`);
  });

  it("goes page by page without gaps or repeats, with a filter and without", async () => {
    const { apiKey } = await seedOrganization(env);
    for (let n = 0; n < 7; n++) await callApi(apiKey, "POST", "/api/v1/integrations", MINIMAL);
    for (const filter of ["", "&action=integration.created", "&q=shop"]) {
      const seen: number[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
        const { body } = await callApi(apiKey, "GET", `${PATH}?limit=3${filter}${query}`);
        const page = body as { items: Entry[]; nextCursor: string | null };
        seen.push(...page.items.map(({ seq }) => seq));
        cursor = page.nextCursor;
      }
      expect(seen.length).toBeGreaterThanOrEqual(7);
      expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
    }
  });

  it.each([
    ["q=---", "q"],
    ["action=Integration", "action"],
    ["nobody=1", undefined],
    ["limit=0", "limit"],
    ["from=yesterday", "from"],
    ["from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "to"],
    ["outcome=perhaps", "outcome"],
  ])("refuses %s", async (query, parameter) => {
    const answer = await callApi(key, "GET", `${PATH}?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: "malformed_request" } });
    if (parameter !== undefined) expect(answer.body).toMatchObject({ errors: [{ parameter }] });
  });

  it("refuses a cursor of another list, and finds no entry that is not there", async () => {
    const foreign = Buffer.from("1:int_abc").toString("base64url");
    expect(await callApi(key, "GET", `${PATH}?cursor=${foreign}`)).toMatchObject({
      body: { code: "invalid_cursor" },
    });
    expect((await callApi(key, "GET", `${PATH}/999999`)).status).toBe(404);
    expect((await callApi(key, "GET", `${PATH}/0`)).status).toBe(400);
    expect((await callApi(key, "GET", `${PATH}/abc`)).status).toBe(400);
  });

  it("is for those who may, and itself in the log", async () => {
    const viewer = await keyWith(["integrations:read"]);
    for (const path of [PATH, `${PATH}/1`, `${PATH}/export`, `${PATH}/verification`, `${PATH}/exports`]) {
      expect([path, (await callApi(viewer, "GET", path)).status]).toEqual([path, 403]);
      expect([path, (await callApi(null, "GET", path)).status]).toEqual([path, 401]);
    }
    const auditor = await keyWith(["audit:read", "audit:verify"]);
    await callApi(auditor, "GET", `${PATH}?q=shop`);
    await callApi(auditor, "GET", `${PATH}/verification`);
    const mine = await search("action=audit.*&limit=200");
    expect(new Set(mine.map(({ action }) => action))).toEqual(new Set(["audit.read", "audit.verified"]));
  });
});

describe("verification", () => {
  async function openLog(changes: number) {
    const { orgId, apiKey } = await seedOrganization(env);
    for (let n = 0; n < changes; n++) await callApi(apiKey, "POST", "/api/v1/integrations", MINIMAL);
    const verify = async () =>
      (await callApi(apiKey, "GET", `${PATH}/verification`)).body as { head: { seq: number } };
    const tamper = (sql: string, ...values: unknown[]) =>
      env.DB.prepare(sql)
        .bind(orgId, ...values)
        .run();
    expect(await verify()).toMatchObject({ status: "valid", fault: null, nextCursor: null });
    return { orgId, verify, tamper };
  }

  it.each([
    ["before", `{"name":"Innocent"}`],
    ["after", null],
    ["actor_name", "somebody else"],
    ["actor_id", "user_2"],
    ["action", "integration.read"],
    ["target_id", "int_other"],
    ["outcome", "refused"],
    ["ip", "127.0.0.1"],
    ["request_id", "req_other"],
    ["at", 5],
    ["hash", "f".repeat(64)],
  ])("names exactly the entry whose %s was edited behind its back", async (column, value) => {
    const { verify, tamper } = await openLog(5);
    await tamper(`UPDATE audit_entries SET ${column} = ?2 WHERE org_id = ?1 AND seq = 3`, value);
    expect(await verify()).toMatchObject({
      status: "broken",
      fault: { seq: 3, kind: "changed" },
      through: { seq: 2 },
    });
  });

  it("names an entry that was deleted, also the last one", async () => {
    const inside = await openLog(5);
    await inside.tamper("DELETE FROM audit_entries WHERE org_id = ?1 AND seq = 3");
    expect(await inside.verify()).toMatchObject({ status: "broken", fault: { seq: 3, kind: "missing" } });

    const tail = await openLog(5);
    const { seq } = (await tail.verify()).head;
    await tail.tamper("DELETE FROM audit_entries WHERE org_id = ?1 AND seq >= ?2", seq);
    expect(await tail.verify()).toMatchObject({ status: "broken", fault: { seq, kind: "missing" } });
  });

  it("names the first of two that were exchanged, and one that was put behind the last", async () => {
    const { verify, tamper } = await openLog(5);
    for (const [from, to] of [
      [3, -1],
      [4, 3],
      [-1, 4],
    ]) {
      await tamper("UPDATE audit_entries SET seq = ?3 WHERE org_id = ?1 AND seq = ?2", from, to);
    }
    expect(await verify()).toMatchObject({ status: "broken", fault: { seq: 3, kind: "moved" } });

    const more = await openLog(3);
    const { seq } = (await more.verify()).head;
    await more.tamper(
      `INSERT INTO audit_entries (org_id, seq, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, outcome, ip, request_id, before, after, previous_hash, hash)
       SELECT org_id, ?2, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, outcome, ip, request_id, before, after, previous_hash, hash FROM audit_entries WHERE org_id = ?1 AND seq = 2`,
      seq + 1,
    );
    expect(await more.verify()).toMatchObject({
      status: "broken",
      fault: { seq: seq + 1, kind: "inserted" },
    });
  });

  it("refuses a cursor that is not its own", async () => {
    expect((await callApi(key, "GET", `${PATH}/verification?cursor=abc`)).body).toMatchObject({
      code: "invalid_cursor",
    });
  });
});

it("an integration that the gateway switches off by itself is in the log, with the actor system", async () => {
  const id = await createIntegration();
  const services = composeServices(env);
  const config = await services.configurations.load(orgId, 0);
  if (config === null) throw new Error("no configuration");
  const gone = { disable: "gone_410", record: deliveryRecord(orgId, { integrationId: id }) };
  await disableIntegrations(services, config, [gone as unknown as DeliveryOutcome]);
  const [entry] = await search(`targetId=${id}&action=integration.switched_off`);
  expect(entry).toMatchObject({ actor: { kind: "system", id: "gateway" }, outcome: "succeeded" });
});
