import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { seedOrganization } from "#testing/seed";

interface EventType {
  readonly name: string;
  readonly source: string;
  readonly schema: unknown;
  readonly example: unknown;
}

const PATH = "/api/v1/event-types";
const SCHEMA = { type: "object", required: ["id"], properties: { id: { type: "string" } } };

let orgId = "";
let key = "";
beforeEach(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
});

async function list(query = ""): Promise<EventType[]> {
  const { body } = await callApi(key, "GET", `${PATH}?limit=200${query}`);
  return (body as { items: EventType[] }).items;
}

describe("the catalogue", () => {
  it("begins with templates, each with a schema and an example", async () => {
    const types = await list();
    expect(types.map(({ name }) => name)).toEqual([
      "alert.raised",
      "customer.created",
      "invoice.paid",
      "order.created",
      "order.paid",
      "payment.failed",
      "payment.succeeded",
      "shipment.delivered",
    ]);
    for (const { source, schema, example } of types) {
      expect(source).toBe("template");
      expect(schema).toMatchObject({ type: "object" });
      const { required } = schema as { required: string[] };
      expect(Object.keys(example as object)).toEqual(expect.arrayContaining(required));
    }
  });

  it("takes a type with schema and example, shows it, and lets events of it in", async () => {
    const body = { name: "user:x/y.created-v2", description: "Made.", schema: SCHEMA, example: { id: "u" } };
    const made = await callApi(key, "POST", PATH, body);
    expect(made).toMatchObject({ status: 201, body: { ...body, source: "own", archived: false } });
    const location = made.headers.get("location") ?? "";
    expect((await callApi(key, "GET", location)).body).toEqual(made.body);
    const config = await composeServices(env).configurations.load(orgId, 0);
    expect(config?.eventTypes.has(body.name)).toBe(true);
  });

  it("shows an own type in place of the template of its name, until it is archived", async () => {
    expect((await callApi(key, "POST", PATH, { name: "order.paid", description: "Ours." })).status).toBe(201);
    const own = (await list()).filter(({ name }) => name === "order.paid");
    expect(own).toMatchObject([{ source: "own", schema: null }]);
    expect((await callApi(key, "DELETE", `${PATH}/order.paid`)).status).toBe(204);
    expect((await callApi(key, "GET", `${PATH}/order.paid`)).body).toMatchObject({ source: "template" });
    expect(await list("&archived=true")).toMatchObject([{ name: "order.paid", source: "own" }]);
    expect((await callApi(key, "DELETE", `${PATH}/order.paid`)).status).toBe(404);
  });

  it("refuses a second type of the same name, and takes an archived one anew", async () => {
    expect((await callApi(key, "POST", PATH, { name: "a.b" })).status).toBe(201);
    expect(await callApi(key, "POST", PATH, { name: "a.b" })).toMatchObject({
      status: 409,
      body: { code: "conflict" },
    });
    await callApi(key, "DELETE", `${PATH}/a.b`);
    expect((await callApi(key, "GET", `${PATH}/a.b`)).body).toMatchObject({ archived: true });
    const again = await callApi(key, "POST", PATH, { name: "a.b", description: "New." });
    expect(again.status).toBe(201);
    expect((await callApi(key, "GET", `${PATH}/a.b`)).body).toMatchObject({
      archived: false,
      description: "New.",
    });
  });

  it("changes own types only, and leaves out what is not said", async () => {
    await callApi(key, "POST", PATH, { name: "a.b", schema: SCHEMA, example: 1 });
    const changed = await callApi(key, "PATCH", `${PATH}/a.b`, { description: "D", example: null });
    expect(changed).toMatchObject({ status: 200, body: { schema: SCHEMA, example: null, description: "D" } });
    expect((await callApi(key, "PATCH", `${PATH}/order.created`, { description: "D" })).status).toBe(404);
    expect((await callApi(key, "DELETE", `${PATH}/order.created`)).status).toBe(404);
    expect((await callApi(key, "GET", `${PATH}/order.created`)).body).toMatchObject({ source: "template" });
  });

  it("goes page by page over templates and own types together", async () => {
    await callApi(key, "POST", PATH, { name: "bbb" });
    const first = (await callApi(key, "GET", `${PATH}?limit=2`)).body as {
      items: EventType[];
      nextCursor: string;
    };
    const second = (await callApi(key, "GET", `${PATH}?limit=2&cursor=${first.nextCursor}`))
      .body as typeof first;
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual([
      "alert.raised",
      "bbb",
      "customer.created",
      "invoice.paid",
    ]);
  });

  it.each([
    ["of another draft", { $schema: "http://json-schema.org/draft-04/schema#", type: "objekt" }],
    ["that leads to another document", { properties: { id: { $ref: "https://example.com/id.json" } } }],
  ])("keeps a schema %s as documentation, but holds nothing against it", async (_what, schema) => {
    expect((await callApi(key, "POST", PATH, { name: "a", schema })).status).toBe(201);
    const enforced = await callApi(key, "PATCH", `${PATH}/a`, { validation: "STRICT" });
    expect(enforced.status).toBe(422);
  });

  it("does not judge what is stored anew when something beside it is changed", async () => {
    await callApi(key, "POST", PATH, { name: "a", schema: SCHEMA });
    await env.DB.prepare("UPDATE event_types SET schema = ?2 WHERE org_id = ?1 AND name = 'a'")
      .bind(orgId, '{"type":"objekt"}')
      .run();
    expect((await callApi(key, "PATCH", `${PATH}/a`, { description: "Of before" })).status).toBe(200);
    expect((await callApi(key, "PATCH", `${PATH}/a`, { schema: { type: "objekts" } })).status).toBe(422);
  });

  it.each([
    ["/name", { name: "a..b" }],
    ["/name", { name: "x".repeat(129) }],
    ["/name", {}],
    ["/schema", { name: "a", schema: [] }],
    ["/schema", { name: "a", schema: "object" }],
    // Also where it is documentation: a slip is a slip.
    ["/schema/required", { name: "a", schema: { required: "id" } }],
    ["/schema/properties/id/minLength", { name: "a", schema: { properties: { id: { minLength: "1" } } } }],
    ["/schema", { name: "a", schema: { enum: ["x".repeat(65_536)] } }],
    ["/schema", { name: "a", schema: JSON.parse(`${'{"not":'.repeat(33)}{}${"}".repeat(33)}`) as unknown }],
    ["/example", { name: "a", example: "x".repeat(65_536) }],
    ["/sample", { name: "a", sample: {} }],
  ])("refuses what cannot be stored and points at %s", async (pointer, body) => {
    const answer = await callApi(key, "POST", PATH, body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(await list()).toHaveLength(8);
  });

  it("is each organization's own", async () => {
    await callApi(key, "POST", PATH, { name: "private.type" });
    const { apiKey } = await seedOrganization(env);
    for (const method of ["GET", "DELETE"]) {
      expect((await callApi(apiKey, method, `${PATH}/private.type`)).status).toBe(404);
    }
    expect((await callApi(apiKey, "PATCH", `${PATH}/private.type`, { description: "x" })).status).toBe(404);
    expect((await callApi(apiKey, "GET", PATH)).text).not.toContain("private.type");
  });
});
