import { createGraphQLError } from "graphql-yoga";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type GraphqlServer, startGraphqlServer } from "../support/graphql-server.ts";
import { startProvider } from "../support/provider.ts";
import { createIntegration, deliveriesOf, openTenant, postEvent, waitForStatus } from "./support.ts";

let tenant: Tenant;
let server: GraphqlServer;

beforeEach(async () => {
  tenant = await openTenant("graphql");
  server = await startGraphqlServer();
});
afterEach(() => server.close());

const CREATE = `mutation Create($input: OrderInput!) {
  createOrder(input: $input) { order { id qty } userErrors { message } }
}`;
const MAPPED = { input: { id: "{{payload.number}}", qty: "{{payload.quantity}}" } };

function createTarget(graphql: Json = {}, more: Json = {}): Promise<{ readonly id: string }> {
  const complete = { document: CREATE, variables: MAPPED, ...graphql };
  return createIntegration(tenant.api, server.url, { protocol: "GRAPHQL", graphql: complete, ...more });
}

const order = (number: string, quantity = 2) =>
  postEvent(tenant.api, { number, quantity, other: "kept back" });

async function detailsOf(eventId: string): Promise<Json> {
  const [summary] = await deliveriesOf(tenant.api, eventId);
  return tenant.api.expect(200, "GET", `/api/v1/deliveries/${summary?.id}`);
}

const graphqlPath = (id: string, rest: string) => `/api/v1/integrations/${id}/graphql/${rest}`;
const coded = (code: string, more: Json = {}) => createGraphQLError("no", { extensions: { code, ...more } });

describe("a delivery", () => {
  it("runs the mutation with the mapped variables, and nothing else of the event", async () => {
    await createTarget();
    await waitForStatus(tenant.api, await order("o-1"), "delivered");
    expect(server.orders).toEqual([{ id: "o-1", qty: 2 }]);
    const [request] = server.requests;
    expect(request?.body).toEqual({ query: CREATE, variables: { input: { id: "o-1", qty: 2 } } });
    expect(request?.headers).toMatchObject({
      "content-type": "application/json",
      accept: expect.stringContaining("application/graphql-response+json"),
      "webhook-signature": expect.stringMatching(/^v1,/),
    });
  });

  it("sends the payload itself as the variables where there is no mapping, digit for digit", async () => {
    const document = "query Q($length: Int!) { text(length: $length) }";
    await createTarget({ document, variables: null });
    const id = await postEvent(tenant.api, { length: 3 });
    await waitForStatus(tenant.api, id, "delivered");
    expect(server.requests[0]?.body.variables).toEqual({ length: 3 });
    const list = await postEvent(tenant.api, [1, 2]);
    const dead = await waitForStatus(tenant.api, list, "dead_lettered");
    expect(dead).toMatchObject({ category: "VALIDATION", attempts: 1 });
    expect(String(dead.detail)).toContain("GraphQL variables are an object");
    expect(server.requests).toHaveLength(1);
  });

  it("that the server finds invalid is a dead letter at once", async () => {
    await createTarget();
    const dead = await waitForStatus(
      tenant.api,
      await postEvent(tenant.api, { number: "o-2", quantity: "many" }),
      "dead_lettered",
    );
    expect(dead).toMatchObject({ category: "VALIDATION", attempts: 1 });
    expect(server.orders).toEqual([]);
  });

  it("that is refused by a code in a 200 is not sent again", async () => {
    server.letsIn = () => false;
    await createTarget();
    const dead = await waitForStatus(tenant.api, await order("o-3"), "dead_lettered");
    expect(dead).toMatchObject({ category: "AUTH", attempts: 1, httpStatus: 200 });
    expect(String(dead.detail)).toContain("UNAUTHENTICATED");
  });

  it("that met an error of the server is sent again until it is delivered", async () => {
    server.failWith(coded("INTERNAL_SERVER_ERROR"), coded("DOWNSTREAM"));
    await createTarget();
    const delivered = await waitForStatus(tenant.api, await order("o-4"), "delivered");
    expect(delivered.attempts).toBe(3);
    expect(server.orders).toEqual([{ id: "o-4", qty: 2 }]);
  });

  it("that is throttled waits as long as the server says", async () => {
    server.failWith(coded("THROTTLED", { retry_in_seconds: 3_600 }));
    await createTarget();
    const waiting = await waitForStatus(tenant.api, await order("o-5"), "retrying");
    expect(waiting).toMatchObject({ category: "RATE_LIMIT", httpStatus: 200 });
    // The policy's own wait is 300 ms.
    const waitMs = Date.parse(String(waiting.nextRetryAt)) - Date.parse(String(waiting.acceptedAt));
    expect(waitMs).toBeGreaterThanOrEqual(3_600_000);
  });

  it("whose mutation lists user errors is a failure where the integration says so", async () => {
    await createTarget({ userErrorsPath: "createOrder.userErrors" });
    const dead = await waitForStatus(tenant.api, await order("o-6", 0), "dead_lettered");
    expect(dead).toMatchObject({ category: "VALIDATION" });
    expect(String(dead.detail)).toContain("createOrder.userErrors");
  });

  it("with partial data fails and shows it, or succeeds and shows it, as the integration wants", async () => {
    const document = CREATE.replace("{ id qty }", "{ id note }");
    await createTarget({ document }, { retry: { strategy: { kind: "none" } } });
    const failed = await order("o-7");
    expect(await waitForStatus(tenant.api, failed, "dead_lettered")).toMatchObject({
      category: "SERVER_ERROR",
    });
    const shown = JSON.stringify(await detailsOf(failed));
    expect(shown).toContain("The notes are away.");
    expect(shown).toContain("o-7");

    const other = await openTenant("graphql-partial");
    await createIntegration(other.api, server.url, {
      protocol: "GRAPHQL",
      graphql: { document, variables: MAPPED, partialData: "accept" },
    });
    const accepted = await postEvent(other.api, { number: "o-8", quantity: 1 });
    expect(await waitForStatus(other.api, accepted, "delivered")).toMatchObject({ attempts: 1 });
  });

  it("whose answer is long is judged to its end, and the log keeps its errors", async () => {
    const document = "query Q($length: Int!) { text(length: $length) broken }";
    await createTarget({ document, variables: null }, { retry: { strategy: { kind: "none" } } });
    const id = await postEvent(tenant.api, { length: 200_000 });
    const dead = await waitForStatus(tenant.api, id, "dead_lettered");
    expect(String(dead.detail)).toContain("1 error beside partial data");
    const { response } = (await detailsOf(id)) as { response: Json };
    expect(String(response.body)).toMatch(/^\{"errors":\[\{"message":"It broke\."/);
    expect(String(response.body).length).toBeLessThanOrEqual(16_384);
    const endless = await postEvent(tenant.api, { length: 2_000_000 });
    expect(await waitForStatus(tenant.api, endless, "dead_lettered")).toMatchObject({
      category: "CLIENT_ERROR",
    });
  });

  it("whose token is refused in a 200 gets another token at once, as after a 401", async () => {
    const provider = await startProvider();
    server.letsIn = (authorization) => provider.isValid(authorization);
    const { tokenUrl, clientId, clientSecret } = provider;
    const credential = await tenant.api.expect(201, "POST", "/api/v1/credentials", {
      name: "client",
      kind: "oauth2_client_credentials",
      config: { tokenUrl, clientId, clientSecret, scopes: [] },
    });
    await createTarget({}, { credentialId: credential.id });
    await waitForStatus(tenant.api, await order("o-9"), "delivered");
    provider.revokeAll();
    const second = await order("o-10");
    expect(await waitForStatus(tenant.api, second, "delivered")).toMatchObject({ attempts: 1 });
    expect(server.orders).toHaveLength(2);
    expect(server.requests).toHaveLength(3);
    await provider.close();
  });

  it("has what its script returns as its variables", async () => {
    const source = "function transform(payload) { return { input: { id: payload.number + '!', qty: 7 } }; }";
    await createTarget({ variables: null }, { transform: { kind: "script", source } });
    await waitForStatus(tenant.api, await order("o-11"), "delivered");
    expect(server.orders).toEqual([{ id: "o-11!", qty: 7 }]);
  });
});

describe("saving", () => {
  const refused = async (graphql: Json | null, more: Json = {}): Promise<string> => {
    const body = { name: "x", eventTypes: ["*"], url: server.url, protocol: "GRAPHQL", graphql, ...more };
    const answer = await tenant.api.call("POST", "/api/v1/integrations", body);
    expect(answer.status).toBe(422);
    return (answer.json.errors as Json[]).map(({ pointer, message }) => `${pointer} ${message}`).join("\n");
  };

  it("refuses what could never succeed, and says where", async () => {
    expect(await refused({ document: "mutation {\n  createOrder(" })).toContain(
      "/graphql/document Line 2, column 15: Syntax Error",
    );
    expect(await refused({ document: "subscription { a }" })).toContain("/graphql/document A subscription");
    expect(await refused({ document: "query A { a } query B { b }" })).toContain("/graphql/operationName");
    expect(await refused({ document: CREATE, variables: {} })).toContain(
      "/graphql/variables The operation needs $input",
    );
    expect(await refused({ document: CREATE, variables: { ...MAPPED, more: 1 } })).toContain(
      "/graphql/variables/more The operation declares no $more",
    );
    expect(await refused({ document: CREATE, variables: MAPPED }, { method: "PUT" })).toContain(
      "/method GraphQL goes by POST",
    );
    expect(await refused({ document: CREATE, variables: { input: "{{payload.id | nope}}" } })).toContain(
      "/graphql/variables/input",
    );
    expect(
      await refused(
        { document: CREATE, variables: MAPPED },
        { transform: { kind: "script", source: "function transform() { return {}; }" } },
      ),
    ).toContain("/graphql/variables The transformation makes the variables already");
    expect(await refused({ document: CREATE, userErrorsPath: "createOrder.nope" })).toContain(
      "/graphql/userErrorsPath",
    );
  });

  it("refuses a fragment bomb without setting it off", async () => {
    const fragments = Array.from(
      { length: 11 },
      (_, n) => `fragment F${n} on Q { ${n === 10 ? "a" : `...F${n + 1} `.repeat(10)} }`,
    );
    expect(await refused({ document: `{ ...F0 } ${fragments.join(" ")}`, variables: {} })).toContain(
      "fields with its fragments written out",
    );
  });

  it("keeps protocol and graphql in step", async () => {
    expect(await refused(null)).toContain("/graphql The protocol GRAPHQL needs it");
    expect(await refused({ document: CREATE }, { protocol: "HTTP" })).toContain(
      "/graphql The protocol HTTP has none",
    );
    const { id } = await createTarget();
    const path = `/api/v1/integrations/${id}`;
    expect(await tenant.api.expect(200, "PATCH", path, { name: "renamed" })).toMatchObject({
      protocol: "GRAPHQL",
    });
    const shown = await tenant.api.expect(200, "PATCH", path, { protocol: "HTTP" });
    expect(shown).toMatchObject({ protocol: "HTTP", graphql: null });
    await tenant.api.expect(422, "PATCH", path, { protocol: "GRAPHQL" });
    await tenant.api.expect(200, "PATCH", path, { graphql: { document: CREATE, variables: MAPPED } });
    expect(await tenant.api.expect(200, "GET", path)).toMatchObject({
      protocol: "GRAPHQL",
      graphql: { partialData: "fail" },
    });
  });
});

describe("the endpoint's schema", () => {
  it("is introspected with the integration's headers, kept, and held against the next document", async () => {
    const token = "the-right-token-0123";
    server.letsIn = (authorization) => authorization === `Bearer ${token}`;
    const { id } = await createTarget({}, { headers: { authorization: `Bearer ${token}` } });
    await tenant.api.expect(404, "GET", graphqlPath(id, "schema"));
    const saved = await tenant.api.expect(200, "POST", graphqlPath(id, "introspect"));
    expect(saved).toMatchObject({ source: "introspected", problems: [] });
    const known = await tenant.api.call("GET", graphqlPath(id, "schema"));
    expect(known.json).toMatchObject({ source: "introspected", hash: saved.hash });
    expect(known.json.sdl).toContain('"""What was ordered"""');
    expect(known.headers.get("etag")).toBe(`"${saved.hash}"`);
    const bare = await tenant.api.expect(200, "POST", graphqlPath(id, "introspect"), { descriptions: false });
    expect(Number(bare.length)).toBeLessThan(Number(saved.length));

    const wrong = {
      document: "mutation Create($input: OrderInput!) { createOrder(input: $input) { price } }",
      variables: MAPPED,
    };
    const answer = await tenant.api.call("PATCH", `/api/v1/integrations/${id}`, { graphql: wrong });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Cannot query field");
    await tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { name: "unchanged document" });
    await tenant.api.call("DELETE", graphqlPath(id, "schema"));
    await tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { graphql: wrong });
  });

  it("is uploaded where introspection is switched off, and what no longer fits is a warning", async () => {
    server.introspection = false;
    const { id } = await createTarget();
    const untold = await tenant.api.call("POST", graphqlPath(id, "introspect"));
    expect(untold.status).toBe(409);
    expect(untold.text).toContain("PUT …/graphql/schema");
    const faulty = await tenant.api.call("PUT", graphqlPath(id, "schema"), { sdl: "type Query { a: Nope }" });
    expect(faulty.status).toBe(422);
    expect(faulty.text).toContain("/sdl");
    const saved = await tenant.api.expect(200, "PUT", graphqlPath(id, "schema"), {
      sdl: "type Query { a: Int }",
    });
    expect(saved.source).toBe("uploaded");
    expect(JSON.stringify(saved.problems)).toContain('Unknown type \\"OrderInput\\"');
    await tenant.api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { enabled: false });
  });

  it("that is megabytes long is taken", async () => {
    const { id } = await createTarget();
    const types = Array.from(
      { length: 9_000 },
      (_, n) =>
        `"""The type number ${n}, described at some length"""\ntype T${n} { id: ID! name(first: Int = 10): String next: [T${n}!] }`,
    );
    const sdl = `type Query { a: T0 }\n${types.join("\n")}`;
    const saved = await tenant.api.expect(200, "PUT", graphqlPath(id, "schema"), { sdl });
    expect(saved.length).toBe(sdl.length);
    expect((await tenant.api.expect(200, "GET", graphqlPath(id, "schema"))).sdl).toBe(sdl);
  });

  it("is not there for a plain HTTP target, nor for anybody else, nor after its integration", async () => {
    const plain = await createIntegration(tenant.api, server.url);
    await tenant.api.expect(409, "POST", graphqlPath(plain.id, "introspect"));
    await tenant.api.expect(409, "PUT", graphqlPath(plain.id, "schema"), { sdl: "type Query { a: Int }" });
    const { id } = await createTarget();
    await tenant.api.expect(200, "POST", graphqlPath(id, "introspect"));
    const other = await openTenant("graphql-other");
    await other.api.expect(404, "GET", graphqlPath(id, "schema"));
    await other.api.expect(404, "POST", graphqlPath(id, "execute"), { document: "{ __typename }" });
    await tenant.api.call("DELETE", `/api/v1/integrations/${id}`);
    await tenant.api.expect(404, "GET", graphqlPath(id, "schema"));
  });
});

describe("trying it out", () => {
  it("the test call delivers one mutation and says what would follow", async () => {
    const { id } = await createTarget();
    const result = await tenant.api.expect(200, "POST", `/api/v1/integrations/${id}/test`, {
      payload: { number: "t-1", quantity: 1 },
    });
    expect(result).toMatchObject({ outcome: "success", next: { kind: "delivered" } });
    server.failWith(coded("THROTTLED", { retry_in_seconds: 60 }));
    const throttled = await tenant.api.expect(200, "POST", `/api/v1/integrations/${id}/test`, {
      payload: { number: "t-2", quantity: 1 },
    });
    expect(throttled).toMatchObject({
      outcome: "failure",
      category: "RATE_LIMIT",
      next: { kind: "retry", reason: "receiver_asked" },
    });
  });

  it("the dry run shows the request that a mapping makes, and sends nothing", async () => {
    const { id } = await createTarget();
    const body = { payload: { number: "d-1", quantity: 3 } };
    const shown = await tenant.api.call("POST", `/api/v1/integrations/${id}/dry-run`, body);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain("createOrder(input: $input)");
    expect(shown.text).toContain("d-1");
    expect(server.requests).toEqual([]);
  });

  it("the playground runs any operation there, and nothing is recorded", async () => {
    const { id } = await createTarget();
    const call = { document: "query Q($n: Int!) { text(length: $n) }", variables: { n: 5 } };
    const result = await tenant.api.expect(200, "POST", graphqlPath(id, "execute"), call);
    expect(result).toMatchObject({
      outcome: "success",
      answer: { status: 200, body: '{"data":{"text":"xxxxx"}}' },
    });
    expect(server.requests.at(-1)?.headers["x-gateway-test"]).toBe("true");
    const invalid = await tenant.api.expect(200, "POST", graphqlPath(id, "execute"), {
      document: "{ nope }",
    });
    expect(invalid).toMatchObject({ outcome: "failure", category: "VALIDATION" });
    const broken = await tenant.api.call("POST", graphqlPath(id, "execute"), { document: "{ nope" });
    expect(broken.status).toBe(422);
    expect(broken.text).toContain("Line 1, column 7");
    const log = await tenant.api.expect(200, "GET", "/api/v1/deliveries");
    expect(log.items).toEqual([]);
  });

  it("shows no secret that the endpoint sends back", async () => {
    const token = "echoed-token-0123456789";
    const { id } = await createTarget({}, { headers: { authorization: `Bearer ${token}` } });
    const result = await tenant.api.call("POST", graphqlPath(id, "execute"), { document: "{ echo }" });
    expect(result.json).toMatchObject({ outcome: "success" });
    expect(result.text).toContain("[redacted]");
    expect(result.text).not.toContain(token);
  });
});
