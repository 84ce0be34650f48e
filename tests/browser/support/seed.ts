import { createHmac } from "node:crypto";
import { scheduler } from "node:timers/promises";
import type { Json } from "../../support/api-client.ts";
import { makePast } from "./past.ts";
import { addPerson, type World } from "./world.ts";

/** What became of the seed, for whoever wants to open a certain page of it. */
export interface Seeded {
  readonly integrations: Readonly<Record<string, string>>;
  readonly sourceId: string;
  readonly roleId: string;
}

const CUSTOMERS = ["Ada Ltd", "Bolt GmbH", "Corvid Inc", "Dune & Sons", "Elm Street Coffee"];

/**
 * An organization as it looks after a while: integrations that are well, slow, down and refused, dead letters, a pause, a
 * source with forged requests, people with roles. All of it made by the gateway itself. `past`: and with a week before.
 */
export async function seed(world: World, options: { readonly past?: boolean } = {}): Promise<Seeded> {
  const { api, targets } = world;
  targets.answer("/warehouse", 503, '{"error":"maintenance"}');
  targets.answer("/crm", 422, '{"error":"customer.email is not an address"}');
  targets.answer("/partner", 401, '{"error":"token expired"}');
  targets.answer("/analytics", 200, '{"ok":true}', 450);

  await eventTypes(world);
  const quick = { strategy: { kind: "schedule", delaysMs: [400, 800] } };
  const patient = { strategy: { kind: "schedule", delaysMs: [60_000, 300_000, 3_600_000] } };
  const make = async (name: string, path: string, settings: Json): Promise<string> => {
    const body = { name, url: targets.url + path, retry: quick, ...settings };
    return String((await api.expect(201, "POST", "/api/v1/integrations", body)).id);
  };
  const integrations: Record<string, string> = {
    ledger: await make("Billing ledger", "/ledger", { eventTypes: ["invoice.*", "payment.*"] }),
    warehouse: await make("Warehouse (legacy)", "/warehouse", { eventTypes: ["order.*"], retry: patient }),
    crm: await make("CRM sync", "/crm", { eventTypes: ["customer.*"] }),
    partner: await make("Partner API", "/partner", {
      eventTypes: ["order.created"],
      flow: { circuit: null },
    }),
    analytics: await make("Analytics stream", "/analytics", { eventTypes: ["*"] }),
    orders: await make("Order service", "/orders", {
      eventTypes: ["order.*"],
      flow: { order: { key: "payload.customerId", onDeadLetter: "skip" } },
    }),
    mailer: await make("Receipt mailer", "/mailer", { eventTypes: ["payment.succeeded"], enabled: false }),
  };
  await publish(world);
  await scheduler.wait(1_500);
  if (options.past === true) {
    const { ledger = "", warehouse = "", crm = "", partner = "", analytics = "", orders = "" } = integrations;
    const takers = {
      order: [orders, warehouse, partner, analytics],
      payment: [ledger, analytics],
      customer: [crm, analytics],
      invoice: [ledger],
    };
    await makePast(world, takers, [warehouse, crm]);
  }
  await api.expect(200, "POST", `/api/v1/integrations/${integrations.analytics}/circuit/pause`, {
    reason: "Their database is being moved until noon",
  });
  await publish(world, 12);
  const sourceId = await sources(world);
  await lookups(world);
  await api.expect(201, "POST", "/api/v1/credentials", {
    name: "Partner token",
    kind: "bearer",
    config: { token: "not a real one" },
  });
  await api.expect(201, "POST", "/api/v1/alert-rules", {
    name: "Unwell",
    condition: { kind: "health_score", below: 60 },
  });
  await api.expect(201, "POST", "/api/v1/alert-rules", {
    name: "Given up",
    condition: { kind: "exhausted" },
  });
  const roleId = await people(world);
  return { integrations, sourceId, roleId };
}

async function eventTypes({ api }: World): Promise<void> {
  const schema = {
    type: "object",
    required: ["orderId", "total"],
    properties: { orderId: { type: "string" }, total: { type: "number" }, customerId: { type: "string" } },
  };
  const made: readonly [string, string, Json, Json | null][] = [
    [
      "order.created",
      "Somebody ordered something.",
      { orderId: "o-1", customerId: "c-1", total: 42.5 },
      schema,
    ],
    [
      "order.shipped",
      "A parcel left the warehouse.",
      { orderId: "o-1", customerId: "c-1", carrier: "post" },
      null,
    ],
    ["payment.succeeded", "Money arrived.", { paymentId: "p-1", amount: 42.5, currency: "EUR" }, null],
    [
      "customer.updated",
      "A customer changed their details.",
      { customerId: "c-1", email: "ada@example.com" },
      null,
    ],
    ["invoice.issued", "An invoice was written.", { invoiceId: "i-1", total: 42.5 }, null],
  ];
  for (const [name, description, example, given] of made) {
    // Some are there already, as templates of every organization.
    await api.call("POST", "/api/v1/event-types", {
      name,
      description,
      example,
      ...(given === null ? {} : { schema: given }),
    });
  }
}

async function publish({ api }: World, rounds = 30): Promise<void> {
  const events = Array.from({ length: rounds }, (_, n) => {
    const customer = n % CUSTOMERS.length;
    const ids = { customerId: `c-${customer}`, customer: CUSTOMERS[customer] };
    return [
      { type: "order.created", payload: { orderId: `o-${n}`, total: 10 + n, ...ids } },
      { type: "order.shipped", payload: { orderId: `o-${n}`, carrier: "post", ...ids } },
      { type: "payment.succeeded", payload: { paymentId: `p-${n}`, amount: 10 + n, currency: "EUR" } },
      ...(n % 4 === 0 ? [{ type: "customer.updated", payload: { ...ids, email: "not an address" } }] : []),
      ...(n % 3 === 0 ? [{ type: "invoice.issued", payload: { invoiceId: `i-${n}`, total: 10 + n } }] : []),
    ];
  }).flat();
  for (let at = 0; at < events.length; at += 50) {
    await api.expect(202, "POST", "/api/v1/events/batch", { events: events.slice(at, at + 50) });
  }
}

const SECRET = "it is a secret of GitHub";

async function sources({ api }: World): Promise<string> {
  const made = await api.expect(201, "POST", "/api/v1/sources", {
    name: "Repository webhooks",
    provider: "github",
    secret: SECRET,
  });
  const send = (body: string, secret: string, id: string) =>
    fetch(String(made.url), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-github-event": "push",
        "x-github-delivery": id,
        "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
      },
      body,
    });
  for (let n = 0; n < 6; n++) await send(JSON.stringify({ ref: "refs/heads/main", n }), SECRET, `good-${n}`);
  for (let n = 0; n < 3; n++)
    await send(JSON.stringify({ ref: "refs/heads/main", n }), "guessed", `bad-${n}`);
  return String(made.id);
}

async function lookups({ api }: World): Promise<void> {
  await api.expect(201, "POST", "/api/v1/lookup-tables", {
    name: "countries",
    description: "Codes to names",
    default: null,
  });
  await api.expect(200, "PUT", "/api/v1/lookup-tables/countries/rows/DE", { value: "Germany" });
  await api.expect(200, "PUT", "/api/v1/lookup-tables/countries/rows/FR", { value: "France" });
}

async function people(world: World): Promise<string> {
  const role = await world.api.expect(201, "POST", "/api/v1/roles", {
    name: "Support desk",
    description: "Sees everything, retries dead letters, changes nothing",
    permissions: [
      "integrations:read",
      "deliveries:read",
      "deadletters:read",
      "deadletters:retry",
      "events:read",
    ],
  });
  await addPerson(world, "ben@example.com", "Ben Example", String(role.id));
  await addPerson(world, "cleo@example.com", "Cleo Example", "developer");
  await world.api.expect(201, "POST", "/api/v1/invitations", { email: "dana@example.com", roleId: "viewer" });
  await world.api.expect(201, "POST", "/api/v1/api-keys", {
    name: "Checkout service",
    scopes: ["events:publish"],
  });
  return String(role.id);
}
