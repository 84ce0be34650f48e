import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { composeServices } from "#services/composition";
import { type ApiAnswer, callApi } from "#testing/call-api";
import { createIntegration, seedApiKey, seedOrganization } from "#testing/seed";

const PATH = "/api/v1/organization";
const CHILDREN = `${PATH}/children`;
const ADMIN = "/api/v1/admin/organizations";
const token = String(Reflect.get(env, "ADMIN_TOKEN"));

type Body = Record<string, unknown> & { id: string; items: { id: string; parentId?: string }[] };
const bodyOf = (answer: ApiAnswer) => answer.body as Body;

/** A child made through the API, with a key of its own. */
async function makeChild(
  parentKey: string,
  name: string,
  body: object = {},
  headers: Record<string, string> = {},
) {
  const made = await callApi(parentKey, "POST", CHILDREN, { name, ...body }, headers);
  expect([name, made.status, made.text]).toEqual([name, 201, made.text]);
  const { id } = bodyOf(made);
  return { orgId: id, apiKey: await seedApiKey(env, id) };
}

const at = (orgId: string) => ({ "x-organization-id": orgId });

describe("a child organization", () => {
  it("lives in its parent's region, is listed by it and can be acted in by it", async () => {
    const parent = await seedOrganization(env, { name: "Parent" });
    const child = await makeChild(parent.apiKey, "Child");
    const grandchild = await makeChild(child.apiKey, "Grandchild");
    expect(bodyOf(await callApi(parent.apiKey, "GET", CHILDREN)).items).toMatchObject([
      { id: child.orgId, name: "Child", parentId: parent.orgId, region: "local" },
    ]);
    const all = bodyOf(await callApi(parent.apiKey, "GET", `${CHILDREN}?descendants=true`)).items;
    expect(all.map(({ id }) => id)).toEqual([grandchild.orgId, child.orgId]);
    const inside = await callApi(parent.apiKey, "GET", PATH, undefined, at(grandchild.orgId));
    expect(inside).toMatchObject({ status: 200, body: { id: grandchild.orgId, parentId: child.orgId } });
  });

  it("is listed page by page", async () => {
    const parent = await seedOrganization(env);
    const made: string[] = [];
    for (const name of ["A", "B", "C"]) made.unshift((await makeChild(parent.apiKey, name)).orgId);
    const first = bodyOf(await callApi(parent.apiKey, "GET", `${CHILDREN}?limit=2`));
    expect(first.items.map(({ id }) => id)).toEqual(made.slice(0, 2));
    const second = bodyOf(
      await callApi(parent.apiKey, "GET", `${CHILDREN}?limit=2&cursor=${String(first.nextCursor)}`),
    );
    expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([made.slice(2), null]);
  });

  it("never sees its parent or its siblings: neither an id nor a name in any answer", async () => {
    const parent = await seedOrganization(env, { name: "Secret parent" });
    const child = await makeChild(parent.apiKey, "Child");
    const sibling = await makeChild(parent.apiKey, "Secret sibling");
    await callApi(parent.apiKey, "PUT", `${PATH}/policy`, { httpsOnly: true });
    const answers = [
      await callApi(child.apiKey, "GET", PATH),
      await callApi(child.apiKey, "PATCH", PATH, { name: "Child 2" }),
      await callApi(child.apiKey, "GET", CHILDREN),
      await callApi(child.apiKey, "GET", `${CHILDREN}?descendants=true`),
      await callApi(child.apiKey, "GET", `${PATH}/policy`),
      await callApi(child.apiKey, "PUT", `${PATH}/policy`, { httpsOnly: false }),
      await callApi(child.apiKey, "GET", `${PATH}/usage`),
      await callApi(child.apiKey, "DELETE", `${CHILDREN}/${sibling.orgId}`, { confirm: "Secret sibling" }),
      await callApi(child.apiKey, "PUT", `${CHILDREN}/${parent.orgId}/quota`, {}),
    ];
    for (const { text } of answers) {
      expect(text).not.toMatch(/Secret/);
      expect(text).not.toContain(parent.orgId);
      expect(text).not.toContain(sibling.orgId);
    }
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 422, 200, 404, 404]);
    expect(bodyOf(await callApi(child.apiKey, "GET", PATH))).not.toHaveProperty("parentId");
    for (const foreign of [parent.orgId, sibling.orgId, "org_none"]) {
      const refused = await callApi(child.apiKey, "GET", PATH, undefined, at(foreign));
      expect([refused.status, bodyOf(refused).detail]).toEqual([
        404,
        "There is no such organization, or you have no part in it.",
      ]);
    }
  });

  it("may be nested eight levels deep and no deeper", async () => {
    const top = await seedOrganization(env);
    let last = top.orgId;
    for (let level = 2; level <= 8; level++) {
      last = bodyOf(await callApi(top.apiKey, "POST", CHILDREN, { name: `L${level}` }, at(last))).id;
    }
    const ninth = await callApi(top.apiKey, "POST", CHILDREN, { name: "L9" }, at(last));
    expect(ninth).toMatchObject({ status: 409, body: { code: "conflict" } });
  });

  it("counts for the whole tree's bound of a thousand", async () => {
    const top = await seedOrganization(env);
    const rows = Array.from({ length: 998 }, (_, index) => `org_local_filler${index}`);
    await env.DB.prepare(
      `INSERT INTO organizations (id, name, region, catalogue_mode, retention_days, intake_shards, config_version, created_at, parent_id, path, own_policy, policy, quota)
       SELECT f.value, 'F', o.region, o.catalogue_mode, o.retention_days, 1, 1, 1, o.id, o.path || '/' || f.value, '{}', o.policy, o.quota
       FROM organizations AS o, json_each(?2) AS f WHERE o.id = ?1`,
    )
      .bind(top.orgId, JSON.stringify(rows))
      .run();
    const deep = await makeChild(top.apiKey, "The thousandth");
    expect((await callApi(deep.apiKey, "POST", CHILDREN, { name: "One more" })).status).toBe(409);
    expect((await callApi(top.apiKey, "POST", CHILDREN, { name: "One more" })).status).toBe(409);
    await env.DB.prepare("DELETE FROM organizations WHERE id LIKE 'org_local_filler%'").run();
  });
});

describe("a policy", () => {
  const policy = (key: string, headers: Record<string, string> = {}) =>
    callApi(key, "GET", `${PATH}/policy`, undefined, headers);

  it("that is tightened at the top holds in the whole subtree at once, and every version grows", async () => {
    const top = await seedOrganization(env, { retentionDays: 90 });
    const child = await makeChild(top.apiKey, "Child", { retentionDays: 60 });
    const grandchild = await makeChild(child.apiKey, "Grandchild");
    const { configurations } = composeServices(env);
    const before = await configurations.load(grandchild.orgId, 0);
    expect(before?.policy).toMatchObject({ retentionDays: 60, catalogueMode: "open", httpsOnly: false });
    const saved = await callApi(top.apiKey, "PUT", `${PATH}/policy`, {
      retentionDays: 7,
      catalogueMode: "strict",
      httpsOnly: true,
      allowedHosts: ["*.Example.com"],
      deniedHosts: ["bad.example.com"],
      auditRetentionDays: 3_650,
    });
    expect(saved.status).toBe(200);
    const after = await configurations.load(grandchild.orgId, 0);
    expect(after?.version).toBeGreaterThan(before?.version ?? 0);
    expect(after?.policy).toEqual({
      retentionDays: 7,
      catalogueMode: "strict",
      httpsOnly: true,
      allowedHosts: ["*.example.com"],
      deniedHosts: ["bad.example.com"],
      residency: null,
      auditRetentionDays: 3_650,
    });
    // What sweeps and the hot path read.
    const row = await env.DB.prepare("SELECT retention_days, catalogue_mode FROM organizations WHERE id = ?1")
      .bind(grandchild.orgId)
      .first();
    expect(row).toEqual({ retention_days: 7, catalogue_mode: "strict" });
    expect((await policy(grandchild.apiKey)).body).toMatchObject({
      own: { retentionDays: null, allowedHosts: null },
      effective: { retentionDays: 7 },
      inherited: { retentionDays: true, httpsOnly: true },
    });
    // The child's own sixty days come back when the top lets go.
    await callApi(top.apiKey, "PUT", `${PATH}/policy`, { retentionDays: 90 });
    expect((await policy(grandchild.apiKey)).body).toMatchObject({
      effective: { retentionDays: 60, catalogueMode: "open", allowedHosts: null },
    });
  });

  it("cannot be loosened below, neither by PUT nor by PATCH nor when a child is made", async () => {
    const top = await seedOrganization(env);
    await callApi(top.apiKey, "PUT", `${PATH}/policy`, {
      retentionDays: 7,
      catalogueMode: "strict",
      httpsOnly: true,
      allowedHosts: ["*.example.com"],
      residency: ["local"],
      auditRetentionDays: 400,
    });
    const child = await makeChild(top.apiKey, "Child");
    const put = await callApi(child.apiKey, "PUT", `${PATH}/policy`, {
      retentionDays: 8,
      catalogueMode: "open",
      httpsOnly: false,
      allowedHosts: ["api.example.com", "example.org"],
      residency: ["local", "eu"],
      auditRetentionDays: 399,
    });
    expect(put.status).toBe(422);
    expect((bodyOf(put).errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      "/retentionDays",
      "/catalogueMode",
      "/httpsOnly",
      "/allowedHosts/1",
      "/residency/1",
      "/auditRetentionDays",
    ]);
    expect(await callApi(child.apiKey, "PATCH", PATH, { retentionDays: 8 })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/retentionDays" }] },
    });
    expect(await callApi(top.apiKey, "POST", CHILDREN, { name: "X", catalogueMode: "open" })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/catalogueMode" }] },
    });
    expect((await callApi(child.apiKey, "PATCH", PATH, { retentionDays: 3 })).body).toMatchObject({
      retentionDays: 3,
      catalogueMode: "strict",
    });
  });

  it("that was overtaken from above is not in the way of another change", async () => {
    const top = await seedOrganization(env, { retentionDays: 90 });
    const child = await makeChild(top.apiKey, "Child", { retentionDays: 60 });
    await callApi(top.apiKey, "PUT", `${PATH}/policy`, { retentionDays: 7 });
    expect(await callApi(child.apiKey, "PATCH", PATH, { name: "Renamed" })).toMatchObject({
      status: 200,
      body: { name: "Renamed", retentionDays: 7 },
    });
  });

  it("refuses what is no host, and a residency without the region that it lives in", async () => {
    const { apiKey } = await seedOrganization(env);
    const answer = await callApi(apiKey, "PUT", `${PATH}/policy`, {
      allowedHosts: ["ok.example", "https://example.com"],
      residency: ["eu"],
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/allowedHosts/1" }, { pointer: "/residency" }] },
    });
  });

  it("never lets a child slip through that is loosened while its parent is tightened", async () => {
    const top = await seedOrganization(env, { retentionDays: 90 });
    const child = await makeChild(top.apiKey, "Child", { retentionDays: 5 });
    for (let round = 0; round < 5; round++) {
      await callApi(top.apiKey, "PUT", `${PATH}/policy`, { retentionDays: 90 });
      await callApi(child.apiKey, "PUT", `${PATH}/policy`, { retentionDays: 5 });
      await Promise.all([
        callApi(top.apiKey, "PUT", `${PATH}/policy`, { retentionDays: 10 }),
        callApi(child.apiKey, "PUT", `${PATH}/policy`, { retentionDays: 80 }),
        callApi(top.apiKey, "POST", CHILDREN, { name: `Born ${round}`, retentionDays: 70 }),
      ]);
      const below = bodyOf(await callApi(top.apiKey, "GET", `${CHILDREN}?descendants=true`)).items;
      for (const organization of below) {
        expect(Number(Reflect.get(organization, "retentionDays"))).toBeLessThanOrEqual(10);
      }
    }
  });
});

describe("how long the audit log is kept", () => {
  it.each([
    [29, 422],
    [30, 200],
  ])("is never said shorter than it is kept: %s days", async (days, status) => {
    const { apiKey } = await seedOrganization(env);
    const saved = await callApi(apiKey, "PUT", `${PATH}/policy`, { auditRetentionDays: days });
    expect(saved.status).toBe(status);
  });
});

describe("a quota", () => {
  it.each([
    [0.001, 200],
    [0.0005, 422],
    [1.2345, 422],
    [100_000, 200],
    [0, 422],
  ])(
    "takes no rate that the buckets cannot hold, or it would be shown and not enforced: %s",
    async (ratePerSecond, status) => {
      const { orgId } = await seedOrganization(env, { name: "Rates" });
      const perKey = { ratePerSecond, burst: 10 };
      const saved = await callApi(token, "PUT", `${ADMIN}/${orgId}/quota`, { rateLimits: { perKey } });
      expect(saved.status).toBe(status);
      const config = await composeServices(env).configurations.load(orgId, 0);
      const enforced = status === 200 ? perKey : { ratePerSecond: 1_000, burst: 2_000 };
      expect(config?.rateLimits.perKey).toEqual(enforced);
    },
  );

  it("is set from above, never beyond what is above, and not by the organization itself", async () => {
    const top = await seedOrganization(env);
    const child = await makeChild(top.apiKey, "Child");
    const byOperator = await callApi(token, "PUT", `${ADMIN}/${top.orgId}/quota`, { eventsPerDay: 100 });
    expect(byOperator).toMatchObject({
      status: 200,
      body: { effective: { eventsPerDay: 100, integrations: null } },
    });
    const path = `${CHILDREN}/${child.orgId}/quota`;
    expect(await callApi(top.apiKey, "PUT", path, { eventsPerDay: 101 })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/eventsPerDay" }] },
    });
    const set = await callApi(top.apiKey, "PUT", path, { eventsPerDay: 60, integrations: 2 });
    expect(set.body).toMatchObject({
      set: { eventsPerDay: 60 },
      effective: { eventsPerDay: 60, integrations: 2 },
    });
    // Lowered above, lowered below; raised above, the child has its own again.
    await callApi(token, "PUT", `${ADMIN}/${top.orgId}/quota`, { eventsPerDay: 10 });
    const usage = () => callApi(child.apiKey, "GET", `${PATH}/usage`);
    expect((await usage()).body).toMatchObject({ quota: { eventsPerDay: 10, integrations: 2 } });
    await callApi(token, "PUT", `${ADMIN}/${top.orgId}/quota`, {});
    expect((await usage()).body).toMatchObject({ quota: { eventsPerDay: 60 } });
    for (const id of [top.orgId, child.orgId]) {
      expect((await callApi(child.apiKey, "PUT", `${CHILDREN}/${id}/quota`, {})).status).toBe(404);
      expect((await callApi(child.apiKey, "PUT", `${ADMIN}/${id}/quota`, {})).status).toBe(403);
    }
  });

  it("of events refuses what does not fit with 429 until midnight, takes duplicates, and loses nothing", async () => {
    const top = await seedOrganization(env);
    await callApi(token, "PUT", `${ADMIN}/${top.orgId}/quota`, { eventsPerDay: 3 });
    const post = (id: string) =>
      callApi(top.apiKey, "POST", "/api/v1/events", { id, type: "a.b", payload: 1 });
    expect((await post("one")).status).toBe(202);
    expect((await post("two")).status).toBe(202);
    const batch = (ids: string[]) =>
      callApi(top.apiKey, "POST", "/api/v1/events/batch", {
        events: ids.map((id) => ({ id, type: "a.b", payload: 1 })),
      });
    const secondsLeft = () => 86_400 - Math.floor((Date.now() / 1_000) % 86_400);
    const most = secondsLeft();
    const refused = await batch(["three", "four"]);
    expect(refused).toMatchObject({ status: 429, body: { code: "quota_exceeded" } });
    const seconds = Number(refused.headers.get("retry-after"));
    // Until midnight, and not a thousandth of that.
    expect(seconds).toBeLessThanOrEqual(most);
    expect(seconds).toBeGreaterThanOrEqual(secondsLeft() - 1);
    expect((await batch(["one", "two", "three"])).body).toEqual({
      results: [
        { id: "one", duplicate: true },
        { id: "two", duplicate: true },
        { id: "three", duplicate: false },
      ],
    });
    expect((await post("four")).status).toBe(429);
    expect(await post("one")).toMatchObject({ status: 202, body: { duplicate: true } });
    expect((await callApi(top.apiKey, "GET", `${PATH}/usage`)).body).toMatchObject({ eventsToday: 3 });
  });

  it("of events is kept over several shards: a batch that one shard has no room for is taken by none", async () => {
    const top = await seedOrganization(env, { intakeShards: 3 });
    await callApi(token, "PUT", `${ADMIN}/${top.orgId}/quota`, { eventsPerDay: 30 });
    const batch = (from: number, count: number) =>
      callApi(top.apiKey, "POST", "/api/v1/events/batch", {
        events: Array.from({ length: count }, (_, index) => ({
          id: `e${from + index}`,
          type: "a.b",
          payload: 1,
        })),
      });
    expect((await batch(0, 31)).status).toBe(429);
    const usage = async () => bodyOf(await callApi(top.apiKey, "GET", `${PATH}/usage`)).eventsToday;
    expect(await usage()).toBe(0);
    let taken = 0;
    for (let from = 0; from < 60; from += 6) if ((await batch(from, 6)).status === 202) taken += 6;
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThanOrEqual(30);
    expect(await usage()).toBe(taken);
  });

  it("of integrations answers 507", async () => {
    const top = await seedOrganization(env);
    await callApi(token, "PUT", `${ADMIN}/${top.orgId}/quota`, { integrations: 1 });
    await createIntegration(env, top.orgId);
    const second = await callApi(top.apiKey, "POST", "/api/v1/integrations", {
      name: "Two",
      eventTypes: ["*"],
      url: "http://127.0.0.1:9/",
    });
    expect(second).toMatchObject({ status: 507, body: { code: "insufficient_storage" } });
    expect((await callApi(top.apiKey, "GET", `${PATH}/usage`)).body).toMatchObject({ integrations: 1 });
  });

  it("of storage answers 507 to new events once it is used up", async () => {
    const top = await seedOrganization(env);
    await callApi(token, "PUT", `${ADMIN}/${top.orgId}/quota`, { storageBytes: 1_000 });
    const { log, configurations } = composeServices(env);
    const post = () => callApi(top.apiKey, "POST", "/api/v1/events", { type: "a.b", payload: 1 });
    await log.record(top.orgId, [], [], [{ day: "2026-01-01", bytes: 600 }]);
    configurations.forget(top.orgId);
    expect((await post()).status).toBe(202);
    await log.record(
      top.orgId,
      [],
      [],
      [
        { day: "2026-01-01", bytes: 300 },
        { day: "2026-01-02", bytes: 100 },
        { day: "2026-01-02", bytes: 0 },
      ],
    );
    configurations.forget(top.orgId);
    expect(await post()).toMatchObject({ status: 507, body: { code: "insufficient_storage" } });
    expect(
      Number(bodyOf(await callApi(top.apiKey, "GET", `${PATH}/usage`)).storedBytes),
    ).toBeGreaterThanOrEqual(1_000);
  });
});

describe("a deleted organization", () => {
  it("needs its name, and goes with its children only when that is said", async () => {
    const top = await seedOrganization(env, { name: "Top" });
    const child = await makeChild(top.apiKey, "Child");
    expect(await callApi(top.apiKey, "DELETE", PATH, { confirm: "top" })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/confirm" }] },
    });
    expect((await callApi(top.apiKey, "DELETE", PATH, {})).status).toBe(422);
    expect((await callApi(top.apiKey, "DELETE", PATH, { confirm: "Top" })).status).toBe(409);
    expect((await callApi(child.apiKey, "GET", PATH)).status).toBe(200);
    expect((await callApi(top.apiKey, "DELETE", PATH, { confirm: "Top", cascade: true })).status).toBe(202);
    for (const { apiKey, orgId } of [top, child]) {
      expect((await callApi(apiKey, "GET", PATH)).status).toBe(401);
      expect((await callApi(apiKey, "POST", "/api/v1/events", { type: "a.b", payload: 1 })).status).toBe(401);
      expect((await callApi(token, "GET", `${ADMIN}/${orgId}`)).status).toBe(404);
      expect((await callApi(token, "GET", PATH, undefined, at(orgId))).status).toBe(404);
      expect(await composeServices(env).configurations.load(orgId, 0)).toBeNull();
    }
    expect((await callApi(token, "GET", ADMIN)).text).not.toContain(top.orgId);
  });

  it("below another one is deleted from above, and its parent stays", async () => {
    const top = await seedOrganization(env);
    const child = await makeChild(top.apiKey, "Child");
    const path = `${CHILDREN}/${child.orgId}`;
    expect((await callApi(top.apiKey, "DELETE", path, { confirm: "Child" })).status).toBe(202);
    expect((await callApi(top.apiKey, "DELETE", path, { confirm: "Child" })).status).toBe(404);
    expect((await callApi(child.apiKey, "GET", PATH)).status).toBe(401);
    expect(bodyOf(await callApi(top.apiKey, "GET", CHILDREN)).items).toEqual([]);
    expect((await callApi(top.apiKey, "GET", PATH)).status).toBe(200);
  });

  it("can be deleted by the operator, and by nobody who lacks the permission", async () => {
    const top = await seedOrganization(env, { name: "Top" });
    const key = await seedApiKey(env, top.orgId, ["organization:read"]);
    expect((await callApi(key, "DELETE", PATH, { confirm: "Top" })).status).toBe(403);
    expect((await callApi(top.apiKey, "DELETE", `${ADMIN}/${top.orgId}`, { confirm: "Top" })).status).toBe(
      403,
    );
    expect((await callApi(token, "DELETE", `${ADMIN}/${top.orgId}`, { confirm: "Top" })).status).toBe(202);
    expect((await callApi(token, "DELETE", `${ADMIN}/${top.orgId}`, { confirm: "Top" })).status).toBe(404);
  });
});
