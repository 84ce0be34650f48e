import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { ALL_PERMISSIONS, type Permission } from "#domain/access/permissions";
import { SEARCHED } from "#domain/operations/quick-search";
import { composeServices } from "#services/composition";
import { createSource } from "#services/save-source";
import { callApi } from "#testing/call-api";
import { DEAD, record } from "#testing/delivery-records";
import { joinPerson } from "#testing/join-person";
import { QUICK_PASSWORDS } from "#testing/open-people";
import { createIntegration, makeLookupTable, seedApiKey, seedOrganization } from "#testing/seed";

const services = { ...composeServices(env), passwords: QUICK_PASSWORDS };

interface Hit {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
}

async function world() {
  const { orgId, apiKey } = await seedOrganization(env);
  const find = async (q: string, bearer = apiKey) => {
    const { status, body, text } = await callApi(bearer, "GET", `/api/v1/search?q=${encodeURIComponent(q)}`);
    expect(status, text).toBe(200);
    return (body as { items: Hit[] }).items;
  };
  return { orgId, apiKey, find };
}

/** One of everything that has a name with `Zebra` in it. */
async function filled() {
  const { orgId, apiKey, find } = await world();
  const { id } = await createIntegration(env, orgId, { name: "Zebra shop" });
  const settings = { scheme: "hmac", header: "X-Signature" };
  await createSource(services, orgId, "generic", { name: "Zebra source", secret: "s".repeat(32), settings });
  await makeLookupTable(services, orgId, "zebra");
  await joinPerson(services, orgId, "viewer", "zebra");
  const post = (path: string, body: unknown) => callApi(apiKey, "POST", `/api/v1/${path}`, body);
  for (const [path, body] of [
    ["event-types", { name: "zebra.seen" }],
    ["roles", { name: "Zebra keeper", permissions: ["jobs:read"] }],
    ["api-keys", { name: "zebra key" }],
    ["credentials", { name: "zebra token", kind: "bearer", config: { token: "secret-of-the-zebra" } }],
  ] as const) {
    expect((await post(path, body)).status).toBe(201);
  }
  const [delivery] = await record(services, orgId, [{ ...DEAD, integrationId: id, eventId: "order-77" }]);
  return { orgId, find, integrationId: id, deliveryId: delivery?.id ?? "" };
}

const NAMED = [
  "integration",
  "source",
  "credential",
  "event_type",
  "lookup_table",
  "member",
  "role",
  "api_key",
];

describe("GET /api/v1/search", () => {
  it("finds everything that has a word in its name, whatever its letter case", async () => {
    const { find } = await filled();
    expect(new Set((await find("ZEBRA")).map(({ kind }) => kind))).toEqual(new Set(NAMED));
    expect(await find("ebra sho")).toMatchObject([{ kind: "integration", name: "Zebra shop" }]);
  });

  it("finds by a whole id, and an event by the caller's own", async () => {
    const { find, integrationId, deliveryId } = await filled();
    expect(await find(integrationId)).toMatchObject([{ kind: "integration", id: integrationId }]);
    expect(await find(deliveryId)).toMatchObject([
      { kind: "delivery", id: deliveryId, name: "order.created", detail: "dead_lettered" },
    ]);
    expect(await find("order-77")).toMatchObject([{ kind: "event", id: "order-77" }]);
  });

  it("finds of each kind only what the caller may read", async () => {
    const { orgId, find } = await filled();
    const search: Permission = "organization:read";
    expect(await find("zebra", await seedApiKey(env, orgId, [search]))).toEqual([]);
    for (const kind of NAMED) {
      const permission = SEARCHED[kind as keyof typeof SEARCHED];
      const found = await find("zebra", await seedApiKey(env, orgId, [search, permission]));
      expect([kind, found.map((hit) => hit.kind)]).toEqual([kind, [kind]]);
    }
    const others = ALL_PERMISSIONS.filter((permission) => permission !== "deliveries:read");
    const { deliveryId } = await filled();
    expect(await find(deliveryId, await seedApiKey(env, orgId, others))).toEqual([]);
  });

  it("answers a few of each kind, those that begin with the word first", async () => {
    const { orgId, find } = await world();
    for (const name of ["an otter", "otter", "the otter", "otters", "one otter", "last otter"]) {
      await createIntegration(env, orgId, { name });
    }
    const names = (await find("otter")).map(({ name }) => name);
    expect(names).toHaveLength(5);
    expect(names.slice(0, 2)).toEqual(["otter", "otters"]);
  });

  it("finds the roles that every organization has, among its own, for whoever may see roles", async () => {
    const { orgId, apiKey, find } = await world();
    const role = { name: "Chief auditor", permissions: ["audit:read"] };
    expect((await callApi(apiKey, "POST", "/api/v1/roles", role)).status).toBe(201);
    const found = await find("audit");
    expect(found.map(({ kind, name }) => [kind, name])).toEqual([
      ["role", "Auditor"],
      ["role", "Chief auditor"],
    ]);
    expect(found[0]?.id).toBe("auditor");
    expect(await find("tor")).toHaveLength(5);
    expect(await find("owner", await seedApiKey(env, orgId, ["organization:read", "members:read"]))).toEqual(
      [],
    );
  });

  it("takes what is special in a pattern for what it is", async () => {
    const { orgId, find } = await world();
    await createIntegration(env, orgId, { name: "100% of_it" });
    expect(await find("0% of_")).toHaveLength(1);
    expect(await find("%%")).toEqual([]);
    expect(await find("__")).toEqual([]);
  });

  it("shows nothing of another organization", async () => {
    const { integrationId, deliveryId } = await filled();
    const other = await world();
    for (const word of ["zebra", integrationId, deliveryId, "order-77"]) {
      expect(await other.find(word)).toEqual([]);
    }
  });

  it("asks for two letters at least", async () => {
    const { apiKey } = await world();
    for (const query of ["", "?q=", "?q=x", "?q=%20%20x"]) {
      expect((await callApi(apiKey, "GET", `/api/v1/search${query}`)).status).toBe(400);
    }
  });
});
