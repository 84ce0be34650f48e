import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { PLATFORM } from "#domain/access/roles";
import { ANY_ENTRY } from "#domain/audit/audit-filter";
import { AUDITED_ROUTES, type AuditWorld } from "#testing/audited-calls";
import { openOperations } from "#testing/operations-harness";
import { seedOrganization } from "#testing/seed";
import { createApp } from "./app.ts";
import { describeApi } from "./openapi.ts";

interface Operation {
  readonly operationId?: string;
  readonly "x-audit"?: string;
}

const operations = Object.values(describeApi(createApp()).paths ?? {})
  .flatMap((item) => Object.values(item as Record<string, Operation>))
  .flatMap((operation) => {
    const action = operation["x-audit"];
    return action === undefined || action === "none" ? [] : [{ name: operation.operationId ?? "", action }];
  });

const { services } = openOperations(env);
const app = createApp(() => services);
let world: AuditWorld;

beforeAll(async () => {
  const { orgId, apiKey } = await seedOrganization(env);
  const adminToken = String(Reflect.get(env, "ADMIN_TOKEN"));
  const call: AuditWorld["call"] = async (...request) => {
    const answer = await ask(...request);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${request[1]} ${request[2]} answered ${answer.status}: ${text}`);
    return JSON.parse(text === "" ? "{}" : text) as { id: string };
  };
  world = { env, services, orgId, apiKey, adminToken, call };
});

function ask(bearer: string, method: string, path: string, body?: unknown) {
  const headers = {
    authorization: `Bearer ${bearer}`,
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return app.request(`https://gateway.test${path}`, { method, headers, ...sent }, env);
}

async function entriesOf(orgId: string, requestId: string) {
  await services.auditJournal.state(orgId);
  const filter = { ...ANY_ENTRY, requestId };
  const found = await services.auditLog.search(orgId, filter, { before: null, limit: 10 });
  return Promise.all(found.map(({ seq }) => services.auditLog.find(orgId, seq)));
}

it("every audited route says how it is called, and nothing else does", () => {
  expect(new Set(Object.keys(AUDITED_ROUTES))).toEqual(new Set(operations.map(({ name }) => name)));
});

describe.each(operations)("$name", ({ name, action }) => {
  it("leaves exactly one entry, with its target and what it changed", async () => {
    const route = AUDITED_ROUTES[name];
    if (route === undefined) throw new Error(`Say in testing/audited-calls.ts how ${name} is called.`);
    const { method, path, body } = await route.arrange(world);
    const answer = await ask(world[route.as], method, path, body);
    expect(answer.status, await answer.text()).toBeLessThan(300);
    const log = route.as === "adminToken" ? PLATFORM : world.orgId;
    const logs = route.alsoInOrganization === true ? [log, world.orgId] : [log];
    for (const orgId of logs) {
      const entries = await entriesOf(orgId, answer.headers.get("x-request-id") ?? "");
      expect(entries).toHaveLength(1);
      const [entry] = entries;
      expect(entry).toMatchObject({ action, outcome: "succeeded", target: { kind: route.target } });
      expect(entry?.target.id).not.toBe("");
      expect({ before: entry?.before !== null, after: entry?.after !== null }).toEqual({
        before: route.has.includes("before"),
        after: route.has.includes("after"),
      });
    }
  });

  it("is refused with 503 while the audit log cannot be reached", async () => {
    const route = AUDITED_ROUTES[name];
    const { method, path, body } = (await route?.arrange(world)) ?? { method: "", path: "" };
    const away = () => Promise.reject(new Error("the object is away"));
    const silent = createApp(() => ({
      ...services,
      auditJournal: { ...services.auditJournal, begin: away, drop: away },
    }));
    const answer = await silent.request(
      `https://gateway.test${path}`,
      {
        method,
        headers: {
          authorization: `Bearer ${world[route?.as ?? "apiKey"]}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      env,
    );
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "unavailable" });
  });
});

it("what cannot be recorded does not happen", async () => {
  const integrations = () =>
    services.repositories.integrations.list(world.orgId, { limit: 200, after: null });
  const before = await integrations();
  const away = () => Promise.reject(new Error("the object is away"));
  const silent = createApp(() => ({ ...services, auditJournal: { ...services.auditJournal, begin: away } }));
  const answer = await silent.request(
    "https://gateway.test/api/v1/integrations",
    {
      method: "POST",
      headers: { authorization: `Bearer ${world.apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "Shop", eventTypes: ["*"], url: "https://example.com/" }),
    },
    env,
  );
  expect(answer.status).toBe(503);
  expect(await integrations()).toEqual(before);
});

it("what is done is answered as done, also when its end cannot be told; the log closes it by itself", async () => {
  const away = () => Promise.reject(new Error("the object is away"));
  const deaf = createApp(() => ({ ...services, auditJournal: { ...services.auditJournal, complete: away } }));
  const answer = await deaf.request(
    "https://gateway.test/api/v1/event-types",
    {
      method: "POST",
      headers: { authorization: `Bearer ${world.apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "walk.untold" }),
    },
    env,
  );
  expect(answer.status).toBe(201);
  const stub = env.AUDIT.getByName(world.orgId);
  await runInDurableObject(stub, (_, state) => void state.storage.sql.exec("UPDATE intents SET ends_at = 0"));
  await runDurableObjectAlarm(stub);
  const entries = await entriesOf(world.orgId, answer.headers.get("x-request-id") ?? "");
  expect(entries).toMatchObject([
    { action: "event_type.created", outcome: "interrupted", target: { kind: "request" } },
  ]);
});
