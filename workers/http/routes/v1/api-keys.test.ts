import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { ALL_PERMISSIONS, type Permission } from "#domain/access/permissions";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { markDeleted, seedBelow } from "#testing/place-below";
import { seedApiKey, seedOrganization } from "#testing/seed";

const PATH = "/api/v1/api-keys";
const DAY_MS = 86_400_000;

interface Shown {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly createdBy: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly replacedBy: string | null;
  readonly replaced: Shown;
}

let orgId = "";
let key = "";
beforeEach(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
});

async function make(bearer: string, body: object): Promise<Shown> {
  const made = await callApi(bearer, "POST", PATH, { name: "made", ...body });
  expect(made.status).toBe(201);
  return made.body as Shown;
}

const show = async (id: string) => (await callApi(key, "GET", `${PATH}/${id}`)).body as Shown;
const asks = async (bearer: string) => (await callApi(bearer, "GET", "/api/v1/organization")).status;

describe("making an API key", () => {
  it("gives it all that its maker holds here, unless told otherwise", async () => {
    expect((await make(key, {})).scopes).toEqual(ALL_PERMISSIONS);
    const limited = await seedApiKey(env, orgId, ["keys:create", "jobs:read"]);
    expect((await make(limited, {})).scopes).toEqual(["keys:create", "jobs:read"]);
    expect((await make(limited, { scopes: ["jobs:read", "jobs:read"] })).scopes).toEqual(["jobs:read"]);
  });

  it("with wider scopes than its maker's is refused by name, and no key is made", async () => {
    const limited = await seedApiKey(env, orgId, ["keys:create", "jobs:read"]);
    const count = () =>
      env.DB.prepare("SELECT count(*) AS n FROM api_keys WHERE org_id = ?1").bind(orgId).first("n");
    const before = await count();
    const answer = await callApi(limited, "POST", PATH, {
      name: "x",
      scopes: ["jobs:read", "events:publish"],
    });
    expect(answer).toMatchObject({ status: 403, body: { code: "forbidden" } });
    expect(answer.text).toContain("events:publish");
    expect(answer.text).not.toContain("jobs:read");
    expect(await count()).toBe(before);
  });

  it("below counts what its maker holds there, and the key works there and not above", async () => {
    const child = await seedBelow(env, orgId);
    const here = { "x-organization-id": child.orgId };
    const made = await callApi(key, "POST", PATH, { name: "below", scopes: ["organization:read"] }, here);
    const below = (made.body as Shown).key;
    expect((await callApi(below, "GET", "/api/v1/organization")).body).toMatchObject({ id: child.orgId });
    const above = await callApi(below, "GET", "/api/v1/organization", undefined, {
      "x-organization-id": orgId,
    });
    expect(above.status).toBe(404);
  });

  it("says who made it, shows its value once and never again", async () => {
    const made = await make(key, { scopes: ["jobs:read"] });
    expect(made.createdBy).toMatch(/^key_/);
    expect((await callApi(key, "GET", `${PATH}/${made.id}`)).text).not.toContain(made.key.slice(10, -4));
    expect((await callApi(key, "GET", PATH)).text).not.toContain(made.key.slice(10, -4));
  });

  it.each([
    ["in the past", () => new Date(Date.now() - 1).toISOString()],
    ["more than ten years ahead", () => new Date(Date.now() + 3_700 * DAY_MS).toISOString()],
    ["no moment", () => "tomorrow"],
  ])("is refused with an expiry that is %s", async (_, expiresAt) => {
    const answer = await callApi(key, "POST", PATH, { name: "x", expiresAt: expiresAt() });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: "/expiresAt" }] } });
  });

  it("is bounded, and only working keys count that no rotation replaced", async () => {
    const row = env.DB.prepare(
      "INSERT INTO api_keys (id, org_id, name, hash, hint, created_at, expires_at, replaced_by) VALUES (?1, ?2, 'x', ?1, '', 1, ?3, ?4)",
    );
    const rows = Array.from({ length: 99 }, (_, index) =>
      row.bind(`key_${orgId}${index}`, orgId, null, null),
    );
    await env.DB.batch([
      ...rows,
      row.bind(`key_${orgId}e`, orgId, 2, null),
      row.bind(`key_${orgId}r`, orgId, null, "key_x"),
    ]);
    expect((await callApi(key, "POST", PATH, { name: "one too many" })).status).toBe(409);
    const [first] = ((await callApi(key, "GET", `${PATH}?limit=1`)).body as { items: Shown[] }).items;
    expect((await callApi(key, "POST", `${PATH}/key_${orgId}0/rotate`, {})).status).toBe(201);
    expect((await callApi(key, "POST", PATH, { name: "still one too many" })).status).toBe(409);
    await callApi(key, "DELETE", `${PATH}/key_${orgId}1`);
    expect((await callApi(key, "POST", PATH, { name: "room again" })).status).toBe(201);
    expect(first).toBeDefined();
  });
});

describe("a key that works no more", () => {
  it("answers like one that never was: expired, revoked, rotated away or made up", async () => {
    const expired = await seedApiKey(env, orgId);
    await env.DB.prepare("UPDATE api_keys SET expires_at = ?2 WHERE org_id = ?1 AND name = 'test'")
      .bind(orgId, Date.now() - 1)
      .run();
    const answers = [];
    const admin = String(Reflect.get(env, "ADMIN_TOKEN"));
    const there = { "x-organization-id": orgId };
    const revoked = (await callApi(admin, "POST", PATH, { name: "r" }, there)).body as Shown;
    await callApi(admin, "DELETE", `${PATH}/${revoked.id}`, undefined, there);
    const rotated = (await callApi(admin, "POST", PATH, { name: "r" }, there)).body as Shown;
    await callApi(admin, "POST", `${PATH}/${rotated.id}/rotate`, { overlapMs: 0 }, there);
    for (const bearer of [expired, revoked.key, rotated.key, `igw_local_${"a".repeat(43)}`, "nonsense"]) {
      const { status, body } = await callApi(bearer, "GET", "/api/v1/organization");
      answers.push([status, (body as { detail: string }).detail]);
    }
    expect(answers).toEqual(Array(5).fill([401, "This key or token is unknown, expired or revoked."]));
  });

  it("ends at its moment also where it is remembered", async () => {
    const expiresAt = Date.now() + 150;
    const brief = await seedApiKey(env, orgId, ["organization:read"], expiresAt);
    while (Date.now() < expiresAt) await asks(brief);
    expect(await asks(brief)).toBe(401);
  });

  it("is one of a deleted organization", async () => {
    const gone = await seedOrganization(env);
    await markDeleted(env, gone.orgId);
    expect(await asks(gone.apiKey)).toBe(401);
  });
});

describe("rotating an API key", () => {
  it("makes a new one of the same name and scopes, and both work for the overlap", async () => {
    const old = await make(key, { scopes: ["organization:read"] });
    const answer = await callApi(key, "POST", `${PATH}/${old.id}/rotate`, { overlapMs: 3_600_000 });
    expect(answer.status).toBe(201);
    const next = answer.body as Shown;
    expect(next).toMatchObject({ name: "made", scopes: ["organization:read"], expiresAt: null });
    expect(next.replaced).toMatchObject({ id: old.id, replacedBy: next.id });
    expect(await asks(old.key)).toBe(200);
    expect(await asks(next.key)).toBe(200);
    const left = Date.parse((await show(old.id)).expiresAt ?? "") - Date.now();
    expect(left).toBeGreaterThan(3_500_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
  });

  it("needs no wishes: the overlap is a day, and the new key lives as long as the old one was to", async () => {
    const expiresAt = new Date(Date.now() + 10 * DAY_MS).toISOString();
    const old = await make(key, { expiresAt });
    const next = (await callApi(key, "POST", `${PATH}/${old.id}/rotate`)).body as Shown;
    expect(Math.abs(Date.parse(next.expiresAt ?? "") - Date.now() - 10 * DAY_MS)).toBeLessThan(60_000);
    expect(Math.abs(Date.parse(next.replaced.expiresAt ?? "") - Date.now() - DAY_MS)).toBeLessThan(60_000);
  });

  it("may end the old key at once, and a key may rotate itself", async () => {
    const old = await make(key, { scopes: ["keys:rotate", "organization:read"] });
    const answer = await callApi(old.key, "POST", `${PATH}/${old.id}/rotate`, { overlapMs: 0 });
    expect(answer).toMatchObject({ status: 201, body: { createdBy: old.id } });
    expect(await asks(old.key)).toBe(401);
    expect(await asks((answer.body as Shown).key)).toBe(200);
  });

  it("of a wider key is refused by name: it would be a way to get one", async () => {
    const wide = await make(key, { scopes: ["events:publish", "jobs:read"] });
    const limited = await seedApiKey(env, orgId, ["keys:rotate", "jobs:read"]);
    const answer = await callApi(limited, "POST", `${PATH}/${wide.id}/rotate`, {});
    expect(answer).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining("events:publish") },
    });
    expect(await show(wide.id)).toMatchObject({ replacedBy: null, expiresAt: null });
  });

  it("happens once: of two at the same time one answers 409, and there is one successor", async () => {
    const old = await make(key, { name: "twice" });
    const both = await Promise.all(
      [0, 0].map(() => callApi(key, "POST", `${PATH}/${old.id}/rotate`, { overlapMs: 60_000 })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { results } = await env.DB.prepare("SELECT id FROM api_keys WHERE org_id = ?1 AND name = 'twice'")
      .bind(orgId)
      .all();
    expect(results).toHaveLength(2);
  });

  it("is refused for a key that is revoked or was rotated before, and 404 for none", async () => {
    const old = await make(key, {});
    await callApi(key, "POST", `${PATH}/${old.id}/rotate`, {});
    expect((await callApi(key, "POST", `${PATH}/${old.id}/rotate`, {})).status).toBe(409);
    await callApi(key, "DELETE", `${PATH}/${old.id}`);
    expect((await callApi(key, "POST", `${PATH}/${old.id}/rotate`, {})).status).toBe(409);
    expect((await callApi(key, "POST", `${PATH}/key_none/rotate`, {})).status).toBe(404);
  });

  it.each([
    ["/overlapMs", { overlapMs: 7 * DAY_MS + 1 }],
    ["/overlapMs", { overlapMs: -1 }],
    ["/expiresAt", { expiresAt: "2020-01-01T00:00:00Z" }],
    ["/scopes", { scopes: ["jobs:read"] }],
  ])("takes no wish that cannot be kept: %s", async (pointer, body) => {
    const old = await make(key, {});
    const answer = await callApi(key, "POST", `${PATH}/${old.id}/rotate`, body);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(pointer.slice(1));
  });
});

describe("the last use of a key", () => {
  const stored = async (id: string) =>
    (
      await env.DB.prepare("SELECT last_used_at FROM api_keys WHERE id = ?1").bind(id).first<{
        last_used_at: number | null;
      }>()
    )?.last_used_at ?? null;

  it("is written to the minute, after the answer", async () => {
    const made = await make(key, { scopes: ["organization:read"] });
    expect(made.lastUsedAt).toBeNull();
    await asks(made.key);
    await expect.poll(() => stored(made.id)).not.toBeNull();
    const at = (await stored(made.id)) ?? 0;
    expect(at % 60_000).toBe(0);
    expect(Date.now() - at).toBeLessThan(120_000);
    expect((await show(made.id)).lastUsedAt).toBe(new Date(at).toISOString());
  });

  it("costs one row for a minute, however often and from however many isolates it is used", async () => {
    const made = await make(key, { scopes: ["organization:read"] });
    let written = 0;
    const counting = new Proxy(env.DB, {
      get: (db, member) =>
        member === "prepare"
          ? (sql: string) => {
              if (sql.startsWith("UPDATE api_keys SET last_used_at")) written++;
              return db.prepare(sql);
            }
          : Reflect.get(db, member),
    });
    const minute = Math.floor(Date.now() / 60_000) * 60_000;
    await env.DB.prepare("UPDATE api_keys SET last_used_at = ?2 WHERE id = ?1").bind(made.id, minute).run();
    const { authenticate, forgetApiKeys } = composeServices({ ...env, DB: counting });
    for (let isolate = 0; isolate < 3; isolate++) {
      forgetApiKeys();
      for (let use = 0; use < 5; use++) await authenticate(made.key);
    }
    // The clock may have come to the next minute meanwhile: that is one more.
    expect(written).toBeLessThanOrEqual(1);
  });
});

describe("the operator's route for keys", () => {
  it("makes keys with scopes and an expiry for any organization", async () => {
    const admin = String(Reflect.get(env, "ADMIN_TOKEN"));
    const path = `/api/v1/admin/organizations/${orgId}/api-keys`;
    const expiresAt = new Date(Date.now() + DAY_MS).toISOString();
    const made = await callApi(admin, "POST", path, {
      name: "sender",
      scopes: ["events:publish"],
      expiresAt,
    });
    expect(made).toMatchObject({
      status: 201,
      body: { scopes: ["events:publish"], createdBy: "operator", expiresAt },
    });
    expect(await asks((made.body as Shown).key)).toBe(403);
    expect((await callApi(admin, "POST", path, { name: "all" })).body).toMatchObject({
      scopes: ALL_PERMISSIONS,
    });
  });
});
