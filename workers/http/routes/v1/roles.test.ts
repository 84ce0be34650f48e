import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { ALL_PERMISSIONS, type Permission } from "#domain/access/permissions";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { seedBelow } from "#testing/place-below";
import { seedApiKey, seedOrganization } from "#testing/seed";

const PATH = "/api/v1/roles";
const MANAGE: Permission[] = ["roles:read", "roles:create", "roles:update", "roles:delete"];

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly inherited: boolean;
  readonly kind: string;
}

let orgId = "";
let key = "";
beforeEach(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
});

async function compose(bearer: string, name: string, permissions: Permission[]): Promise<Shown> {
  const made = await callApi(bearer, "POST", PATH, { name, permissions });
  expect(made.status).toBe(201);
  return made.body as Shown;
}

async function list(bearer: string, query = "?limit=200"): Promise<Shown[]> {
  return ((await callApi(bearer, "GET", PATH + query)).body as { items: Shown[] }).items;
}

describe("the roles of an organization", () => {
  it("begin with the seven built-in ones, and go on with its own", async () => {
    const { id } = await compose(key, "Support", ["deliveries:read"]);
    const roles = await list(key);
    expect(roles.map(({ kind }) => kind)).toEqual([...Array(7).fill("built_in"), "custom"]);
    expect(roles.at(-1)).toMatchObject({
      id,
      name: "Support",
      inherited: false,
      permissions: ["deliveries:read"],
    });
  });

  it("go page by page without skipping or repeating one", async () => {
    for (const name of ["A", "B", "C"]) await compose(key, name, ["jobs:read"]);
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await callApi(key, "GET", `${PATH}?limit=3${cursor}`);
      const page = body as { items: Shown[]; nextCursor: string | null };
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor === null ? "" : `&cursor=${page.nextCursor}`;
    } while (cursor !== "");
    expect(seen).toEqual((await list(key)).map(({ name }) => name));
    expect(seen).toHaveLength(10);
  });

  it("are shown one by one, with an ETag where they can change", async () => {
    const { id } = await compose(key, "Support", ["deliveries:read"]);
    const custom = await callApi(key, "GET", `${PATH}/${id}`);
    expect(custom.headers.get("etag")).toMatch(/^"\d+"$/);
    const owner = await callApi(key, "GET", `${PATH}/owner`);
    expect(owner).toMatchObject({ status: 200, body: { kind: "built_in", permissions: ALL_PERMISSIONS } });
    expect((await callApi(key, "GET", `${PATH}/role_none`)).status).toBe(404);
  });

  it("are bounded, and two never have one name, a built-in one's included", async () => {
    await compose(key, "Support", ["jobs:read"]);
    for (const name of ["Support", "sUPPORT", "Owner", " viewer "]) {
      const answer = await callApi(key, "POST", PATH, { name, permissions: ["jobs:read"] });
      expect([name, answer.status]).toEqual([name, 409]);
    }
    const row = env.DB.prepare("INSERT INTO roles VALUES (?1, ?2, ?2, '', '[]', 1, 1)");
    await env.DB.batch(Array.from({ length: 99 }, (_, index) => row.bind(orgId, `role_${orgId}${index}`)));
    const full = await callApi(key, "POST", PATH, { name: "One more", permissions: ["jobs:read"] });
    expect(full).toMatchObject({ status: 409, body: { detail: expect.stringContaining("as many roles") } });
  });

  it.each([
    ["/permissions/0", { name: "A", permissions: ["jobs:write"] }],
    ["/permissions", { name: "A", permissions: [] }],
    ["/permissions", { name: "A" }],
    ["/name", { name: " ", permissions: ["jobs:read"] }],
    ["/orgId", { name: "A", permissions: ["jobs:read"], orgId: "org_x" }],
  ])("are refused with a pointer to %s", async (pointer, body) => {
    const answer = await callApi(key, "POST", PATH, body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});

describe("composing a role", () => {
  it("of more than one holds is refused by name, and nothing is stored", async () => {
    const limited = await seedApiKey(env, orgId, [...MANAGE, "jobs:read"]);
    const answer = await callApi(limited, "POST", PATH, {
      name: "Wide",
      permissions: ["jobs:read", "keys:create", "audit:read"],
    });
    expect(answer).toMatchObject({ status: 403, body: { code: "forbidden" } });
    const { detail } = answer.body as { detail: string };
    expect(detail).toContain("keys:create");
    expect(detail).toContain("audit:read");
    expect(detail).not.toContain("jobs:read");
    expect(await list(key)).toHaveLength(7);
  });

  it("is not a way to widen, rename or narrow what contains more than one holds", async () => {
    const { id } = await compose(key, "Wide", ["keys:create", "jobs:read"]);
    const limited = await seedApiKey(env, orgId, [...MANAGE, "jobs:read"]);
    for (const change of [{ permissions: ["jobs:read"] }, { name: "Mine" }, { description: "x" }, {}]) {
      const answer = await callApi(limited, "PATCH", `${PATH}/${id}`, change);
      expect(answer).toMatchObject({ status: 403, body: { detail: expect.stringContaining("keys:create") } });
    }
    const narrow = await compose(limited, "Narrow", ["jobs:read"]);
    const widened = await callApi(limited, "PATCH", `${PATH}/${narrow.id}`, {
      permissions: ["jobs:read", "jobs:cancel"],
    });
    expect(widened).toMatchObject({ status: 403, body: { detail: expect.stringContaining("jobs:cancel") } });
    expect((await callApi(key, "GET", `${PATH}/${narrow.id}`)).body).toMatchObject({
      permissions: ["jobs:read"],
    });
    expect((await callApi(key, "GET", `${PATH}/${id}`)).body).toMatchObject({ name: "Wide" });
  });

  it("keeps what is left out, and refuses a change decided on an old state", async () => {
    const { id } = await compose(key, "Support", ["jobs:read"]);
    const etag = (await callApi(key, "GET", `${PATH}/${id}`)).headers.get("etag") ?? "";
    const changed = await callApi(
      key,
      "PATCH",
      `${PATH}/${id}`,
      { description: "Day" },
      { "if-match": etag },
    );
    expect(changed).toMatchObject({
      status: 200,
      body: { name: "Support", description: "Day", permissions: ["jobs:read"] },
    });
    const late = await callApi(key, "PATCH", `${PATH}/${id}`, { name: "Late" }, { "if-match": etag });
    expect(late.status).toBe(412);
    expect((await callApi(key, "DELETE", `${PATH}/${id}`, undefined, { "if-match": etag })).status).toBe(412);
  });

  it("never touches a built-in role", async () => {
    for (const method of ["PATCH", "DELETE"]) {
      const answer = await callApi(
        key,
        method,
        `${PATH}/viewer`,
        method === "PATCH" ? { name: "X" } : undefined,
      );
      expect(answer).toMatchObject({ status: 409, body: { detail: expect.stringContaining("built-in") } });
    }
  });
});

describe("a role between organizations", () => {
  it("can be given below its own, is changed only there, and says nothing of where that is", async () => {
    const child = await seedBelow(env, orgId);
    const grandchild = await seedBelow(env, child.orgId);
    const { id } = await compose(key, "Support", ["jobs:read"]);
    for (const { orgId: below, apiKey } of [child, grandchild]) {
      const shown = await callApi(apiKey, "GET", `${PATH}/${id}`);
      expect(shown).toMatchObject({ status: 200, body: { name: "Support", inherited: true } });
      expect((await callApi(apiKey, "GET", PATH)).text).not.toContain(orgId);
      expect((await callApi(apiKey, "PATCH", `${PATH}/${id}`, { name: "Mine" })).status).toBe(409);
      expect((await callApi(apiKey, "DELETE", `${PATH}/${id}`)).status).toBe(409);
      const found = await composeServices(env).roleDirectory.find(below, id);
      expect(found?.permissions).toEqual(new Set(["jobs:read"]));
    }
  });

  it("is not there above its own, beside it, or anywhere else", async () => {
    const child = await seedBelow(env, orgId);
    const sibling = await seedBelow(env, orgId);
    const foreign = await seedOrganization(env);
    const { id } = await compose(child.apiKey, "Theirs", ["jobs:read"]);
    for (const { orgId: place, apiKey } of [{ orgId, apiKey: key }, sibling, foreign]) {
      for (const method of ["GET", "PATCH", "DELETE"]) {
        const body = method === "PATCH" ? { name: "Mine" } : undefined;
        expect((await callApi(apiKey, method, `${PATH}/${id}`, body)).status).toBe(404);
      }
      expect((await callApi(apiKey, "GET", PATH)).text).not.toContain("Theirs");
      expect(await composeServices(env).roleDirectory.find(place, id)).toBeNull();
    }
  });

  it("lists those from above after its own, the nearest first", async () => {
    const child = await seedBelow(env, orgId);
    const grandchild = await seedBelow(env, child.orgId);
    await compose(key, "Top", ["jobs:read"]);
    await compose(child.apiKey, "Middle", ["jobs:read"]);
    await compose(grandchild.apiKey, "Low", ["jobs:read"]);
    const names = (await list(grandchild.apiKey)).slice(7).map(({ name, inherited }) => [name, inherited]);
    expect(names).toEqual([
      ["Low", false],
      ["Middle", true],
      ["Top", true],
    ]);
  });
});

describe("deleting a role", () => {
  const member = (place: string, roleId: string) =>
    env.DB.prepare("INSERT INTO memberships VALUES (?1, ?2, ?3, 1, 1)")
      .bind(place, `user_${place}`, roleId)
      .run();
  const invite = (place: string, roleId: string, expiresAt: number, acceptedAt: number | null) =>
    env.DB.prepare("INSERT INTO invitations VALUES (?1, ?2, 'a@b.c', ?3, ?2, 'user_x', 1, ?4, ?5)")
      .bind(place, `inv_${place}_${expiresAt}_${acceptedAt}`, roleId, expiresAt, acceptedAt)
      .run();

  it("is refused while members or open invitations have it, here or below, and says how many", async () => {
    const child = await seedBelow(env, orgId);
    const { id } = await compose(key, "Support", ["jobs:read"]);
    await member(orgId, id);
    await member(child.orgId, id);
    await invite(child.orgId, id, Date.now() + 60_000, null);
    const answer = await callApi(key, "DELETE", `${PATH}/${id}`);
    expect(answer).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("2 members and 1 open invitation have") },
    });
    await env.DB.prepare("DELETE FROM memberships WHERE role_id = ?1").bind(id).run();
    expect((await callApi(key, "DELETE", `${PATH}/${id}`)).body).toMatchObject({
      detail: expect.stringContaining("0 members and 1 open invitation have"),
    });
    expect((await callApi(key, "GET", `${PATH}/${id}`)).status).toBe(200);
  });

  it("is not held up by invitations that are over, nor by people who have another role", async () => {
    const { id } = await compose(key, "Support", ["jobs:read"]);
    await invite(orgId, id, Date.now() - 1, null);
    await invite(orgId, id, Date.now() + 60_000, Date.now());
    await member(orgId, "viewer");
    expect((await callApi(key, "DELETE", `${PATH}/${id}`)).status).toBe(204);
    expect((await callApi(key, "GET", `${PATH}/${id}`)).status).toBe(404);
    expect(await composeServices(env).roleDirectory.find(orgId, id)).toBeNull();
  });
});

describe("the directory of roles", () => {
  it("answers a change at once: nobody keeps a role longer than whoever asks", async () => {
    const { id } = await compose(key, "Support", ["jobs:read"]);
    const { roleDirectory } = composeServices(env);
    expect((await roleDirectory.find(orgId, id))?.permissions).toEqual(new Set(["jobs:read"]));
    await env.DB.prepare('UPDATE roles SET permissions = \'["jobs:cancel","no:such"]\' WHERE id = ?1')
      .bind(id)
      .run();
    expect((await roleDirectory.find(orgId, id))?.permissions).toEqual(new Set(["jobs:cancel"]));
  });

  it("gives the platform's role at the platform only", async () => {
    const { roleDirectory } = composeServices(env);
    expect(await roleDirectory.find(orgId, "platform_administrator")).toBeNull();
    expect((await roleDirectory.find("*", "platform_administrator"))?.permissions.size).toBe(52);
    expect((await roleDirectory.find(orgId, "owner"))?.id).toBe("owner");
    expect(await roleDirectory.find("org_none", "role_none")).toBeNull();
  });
});

describe("the permissions", () => {
  it("are listed with what each opens, and whether the caller holds it", async () => {
    const limited = await seedApiKey(env, orgId, ["roles:read"]);
    const { items } = (await callApi(limited, "GET", "/api/v1/permissions")).body as {
      items: { name: string; description: string; held: boolean }[];
    };
    expect(items.map(({ name }) => name)).toEqual(ALL_PERMISSIONS);
    expect(items.every(({ description }) => description.length > 5)).toBe(true);
    expect(items.filter(({ held }) => held).map(({ name }) => name)).toEqual(["roles:read"]);
  });
});
