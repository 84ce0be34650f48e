import { setTimeout as wait } from "node:timers/promises";
import type { Json } from "../../support/api-client.ts";
import { type Seeded, seed } from "./seed.ts";
import { addPerson, type Person, type World } from "./world.ts";

/** Who looks at a view. */
export type Viewer = "owner" | "support" | "newcomer" | "stranger";

/** A world in which every view has something to show, and the ids that lead to it. */
export interface Stage extends Seeded {
  readonly world: World;
  /** Null is somebody who is not signed in. */
  readonly people: Readonly<Record<Viewer, Person | null>>;
  /** Where the newcomer is: nothing has happened there yet. */
  readonly emptyOrgId: string;
  readonly deliveries: Readonly<Record<"dead" | "delivered" | "held" | "inLane" | "recovered", string>>;
  readonly eventId: string;
  /** Calls through the proxy: one that the upstream answered, one that the gateway refused. */
  readonly calls: Readonly<Record<"answered" | "refused", string>>;
  readonly credentialId: string;
  readonly ruleId: string;
  readonly rejectedId: string;
  readonly invitation: string;
}

/** The seed with a past, and beside it what only few organizations have: editors that are filled, jobs, an empty tenant. */
export async function setStage(world: World): Promise<Stage> {
  const seeded = await seed(world, { past: true });
  const { api } = world;
  const integrations = { ...seeded.integrations, ...(await shaped(world)), ...(await blockLanes(world)) };
  const { called, ...calls } = await makeCalls(world);
  const recovered = await recover(world);
  const { id: emptyOrgId } = await world.admin.expect(201, "POST", "/api/v1/admin/organizations", {
    name: "Fresh Start GmbH",
  });
  const newcomer = await addPerson(
    { ...world, orgId: String(emptyOrgId) },
    "eve@example.com",
    "Eve Example",
    "owner",
  );
  const dead = await first(world, `/deliveries?status=dead_lettered&integrationId=${integrations.partner}`);
  const delivered = await first(world, `/deliveries?status=delivered&integrationId=${integrations.mapped}`);
  const held = await first(world, `/deliveries?status=held&integrationId=${integrations.analytics}`);
  const inLane = await first(world, `/deliveries?status=held&integrationId=${integrations.lanes}`);
  const event = await first(world, "/deliveries?eventType=order.created&status=retrying");
  await api.expect(202, "POST", "/api/v1/dead-letters/retry", {
    filter: { integrationId: integrations.crm },
  });
  await api.expect(202, "POST", "/api/v1/dead-letters/discard", {
    filter: { category: "AUTH", to: new Date(Date.now() - DAY_MS).toISOString() },
  });
  const credential = await first(world, "/credentials");
  const rule = await first(world, "/alert-rules");
  const rejected = await first(world, `/sources/${seeded.sourceId}/rejected`);
  const invited = await api.expect(201, "POST", "/api/v1/invitations", {
    email: "finn@example.com",
    roleId: "developer",
  });
  return {
    ...seeded,
    world,
    integrations: { ...integrations, called },
    calls,
    people: {
      owner: world.owner,
      support: { ...world.owner, email: "ben@example.com" },
      newcomer,
      stranger: null,
    },
    emptyOrgId: String(emptyOrgId),
    deliveries: {
      dead: String(dead.id),
      delivered: String(delivered.id),
      held: String(held.id),
      inLane: String(inLane.id),
      recovered,
    },
    eventId: String(event.eventId),
    credentialId: String(credential.id),
    ruleId: String(rule.id),
    rejectedId: String(rejected.id),
    invitation: String(invited.token),
  };
}

const DAY_MS = 86_400_000;
const PATIENCE_MS = 30_000;

/** The first of a list, once there is one: records are written when an attempt is over. */
async function first({ api }: World, place: string): Promise<Json> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const { items } = await api.expect(200, "GET", `/api/v1${place}`);
    const item = (items as Json[])[0];
    if (item !== undefined) return item;
    if (Date.now() > until) throw new Error(`There never was anything in ${place}.`);
    await wait(200);
  }
}

/** A delivery whose target was down for two attempts, and then took it. */
async function recover(world: World): Promise<string> {
  const { api, targets } = world;
  targets.answer("/loyalty", 503, '{"error":"deploying"}', 120);
  const integration = await api.expect(201, "POST", "/api/v1/integrations", {
    name: "Loyalty points",
    url: `${targets.url}/loyalty`,
    eventTypes: ["loyalty.*"],
    retry: { strategy: { kind: "schedule", delaysMs: [500, 1_200, 2_500, 5_000] } },
  });
  const payload = { customerId: "c-3", points: 250, reason: "birthday" };
  await api.expect(202, "POST", "/api/v1/events", { type: "loyalty.granted", payload });
  const ofIt = `/deliveries?integrationId=${integration.id}`;
  const until = Date.now() + PATIENCE_MS;
  while (Number((await first(world, ofIt)).attempts) < 2) {
    if (Date.now() > until) throw new Error("It was not tried a second time.");
    await wait(100);
  }
  targets.answer("/loyalty", 200, '{"balance":1250}', 60);
  return String((await first(world, `${ofIt}&status=delivered`)).id);
}

/** An order with a lane for each customer, of which two stand still, and what has no customer. */
async function blockLanes({ api, targets }: World): Promise<Record<string, string>> {
  targets.answer("/subscriptions", 422, '{"error":"this plan is not sold any more"}');
  const made = await api.expect(201, "POST", "/api/v1/integrations", {
    name: "Subscriptions, in order",
    url: `${targets.url}/subscriptions`,
    eventTypes: ["subscription.*"],
    flow: { order: { key: "payload.customerId", onDeadLetter: "block" }, circuit: null },
  });
  const customers = ["c-3", "c-3", "c-4", "c-3", undefined, "c-3", undefined];
  const events = customers.map((customerId, n) => ({
    type: "subscription.changed",
    payload: { plan: `plan-${n}`, customerId },
  }));
  await api.expect(202, "POST", "/api/v1/events/batch", { events });
  return { lanes: String(made.id) };
}

/** An API behind the gateway, with calls that it answered and one that was refused. */
async function makeCalls(world: World): Promise<Record<"called" | "answered" | "refused", string>> {
  const { api, targets, runtime, apiKey } = world;
  targets.answer("/inventory/items/42", 200, '{"sku":"A-42","stock":7,"warehouse":"north"}');
  targets.answer("/inventory/items/99", 503, '{"error":"reindexing"}');
  const made = await api.expect(201, "POST", "/api/v1/integrations", {
    name: "Inventory API",
    url: `${targets.url}/inventory`,
    eventTypes: [],
    proxy: {
      path: { allow: ["/items/**", "/stock/{sku}"], rewrite: [{ from: "/stock/{sku}", to: "/items/{sku}" }] },
      cache: { ttlSeconds: 60, query: ["expand"] },
      limits: { rate: { ratePerSecond: 20, burst: 40 } },
    },
  });
  const called = String(made.id);
  const call = (path: string, method = "GET") =>
    fetch(`${runtime.url}/proxy/${called}${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}` },
    }).then((response) => response.text());
  for (const path of [
    "/items/42?expand=stock",
    "/items/42?expand=stock",
    "/stock/42",
    "/items/99",
    "/prices",
  ])
    await call(path);
  await call("/items/42", "DELETE");
  const answered = await first(world, "/proxy-calls?httpStatus=503");
  const refused = await first(world, "/proxy-calls?gatewayError=method_not_allowed");
  return { called, answered: String(answered.id), refused: String(refused.id) };
}

const SCRIPT = `/** What the search index wants of an order. */
function transform(payload, context) {
  if (payload.total < 10) return null; // Samples are not searched for.
  return {
    objectID: payload.orderId,
    total: payload.total,
    customer: payload.customer,
    indexedFrom: context.event.type,
  };
}
`;

/** Integrations with everything that an editor can show. */
async function shaped({ api, targets }: World): Promise<Record<string, string>> {
  const make = async (name: string, path: string, settings: Json) => {
    const body = { name, url: targets.url + path, eventTypes: ["order.created"], ...settings };
    return String((await api.expect(201, "POST", "/api/v1/integrations", body)).id);
  };
  const schema = {
    type: "object",
    required: ["orderId", "total"],
    properties: { orderId: { type: "string" }, total: { type: "number", minimum: 12 } },
  };
  const mapping = {
    order: { id: "{{payload.orderId}}", total: "{{payload.total | number: 2}}" },
    customer: { ref: "{{payload.customerId | upper}}", name: "{{payload.customer | default: 'unknown'}}" },
    skus: "{{payload.items | default: [] | pluck: 'sku' | join: ', ' }}",
    source: "shop",
  };
  const graphql = {
    document:
      "mutation Create($id: ID!, $total: Float!) {\n  createOrder(id: $id, total: $total) {\n    id\n  }\n}\n",
    variables: { id: "{{payload.orderId}}", total: "{{payload.total}}" },
  };
  targets.answer("/catalogue", 200, '{"data":{"createOrder":{"id":"o-1"}}}');
  const made = {
    mapped: await make("Fulfilment partner", "/fulfilment", {
      transform: { kind: "simple", mapping },
      validation: { mode: "LAX", schema },
    }),
    scripted: await make("Search index", "/search", { transform: { kind: "script", source: SCRIPT } }),
    graphql: await make("Catalogue (GraphQL)", "/catalogue", { protocol: "GRAPHQL", graphql }),
  };
  const events = Array.from({ length: 8 }, (_, n) => ({
    type: "order.created",
    payload: { orderId: `o-${100 + n}`, total: 10 + n, customerId: `c-${n % 3}`, customer: "Ada Ltd" },
  }));
  await api.expect(202, "POST", "/api/v1/events/batch", { events });
  return made;
}
