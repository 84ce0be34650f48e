import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { PLATFORM } from "#domain/access/roles";
import { ANY_ENTRY } from "#domain/audit/audit-filter";
import { isSecretName } from "#domain/audit/redact";
import { AUDITED_ROUTES } from "#testing/audited-routes/all";
import {
  type AuditedCaller,
  type AuditWorld,
  type Made,
  openAuditServices,
  openAuditWorld,
} from "#testing/audited-routes/world";
import { dumpDatabase } from "#testing/dump-database";
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

const services = openAuditServices(env);
const app = createApp(() => services);
const away = () => Promise.reject(new Error("the object is away"));
let world: AuditWorld;

beforeAll(async () => {
  world = await openAuditWorld(env, services, (...request) => ask(app, ...request));
});

function ask(
  surface: typeof app,
  { bearer, cookie }: AuditedCaller,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  const headers = {
    ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return Promise.resolve(surface.request(`https://gateway.test${path}`, { method, headers, ...sent }, env));
}

async function entriesOf(orgId: string, requestId: string) {
  await services.auditJournal.state(orgId);
  const filter = { ...ANY_ENTRY, requestId };
  const found = await services.auditLog.search(orgId, filter, { before: null, limit: 10 });
  return Promise.all(found.map(({ seq }) => services.auditLog.find(orgId, seq)));
}

async function arrange(name: string) {
  const route = AUDITED_ROUTES[name];
  if (route === undefined) throw new Error(`Say in testing/audited-routes how ${name} is called.`);
  const { by = world.key, logs = [by.log], targetId, ...request } = await route.arrange(world);
  return { ...route, by, logs, targetId, ...request };
}

/** Texts that were sent or answered as secrets, wherever they stand. Masked ones are none. */
function secretsIn(value: unknown, name = ""): string[] {
  if (typeof value === "string") {
    const secret = isSecretName(name) || /^(key|code|otpauthUri|authorizationUrl|recoveryCodes)$/.test(name);
    return secret && value.length > 5 && value !== "Bearer" && !value.startsWith("••••") ? [value] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]) =>
    secretsIn(inner, Array.isArray(value) ? name : member),
  );
}

it("every audited route says how it is called, and nothing else does", () => {
  expect(new Set(Object.keys(AUDITED_ROUTES))).toEqual(new Set(operations.map(({ name }) => name)));
});

describe.each(operations)("$name", ({ name, action }) => {
  it("leaves exactly one entry, with its actor, its target and what it changed, and no secret", async () => {
    const { by, method, path, body, logs, target, targetId, has } = await arrange(name);
    const answer = await ask(app, by, method, path, body);
    const text = await answer.text();
    expect(answer.status, text).toBeLessThan(300);
    const made = (text.startsWith("{") ? JSON.parse(text) : {}) as Made;
    const requestId = answer.headers.get("x-request-id") ?? "";
    const expected = typeof logs === "function" ? logs(made) : logs;
    const id = typeof targetId === "function" ? targetId(made) : targetId;
    for (const orgId of expected) {
      const entries = await entriesOf(orgId, requestId);
      expect(entries).toHaveLength(1);
      const [entry] = entries;
      expect(entry).toMatchObject({
        action,
        outcome: "succeeded",
        actor: by.actor,
        target: { kind: target, id },
      });
      expect({ before: entry?.before !== null, after: entry?.after !== null }).toEqual({
        before: has.includes("before"),
        after: has.includes("after"),
      });
      for (const secret of secretsIn([made, body])) expect(JSON.stringify(entry)).not.toContain(secret);
    }
    // And nowhere else.
    for (const orgId of [world.orgId, PLATFORM]) await services.auditJournal.state(orgId);
    const { results } = await env.DB.prepare(
      "SELECT DISTINCT org_id FROM audit_entries WHERE request_id = ?1",
    )
      .bind(requestId)
      .all<{ org_id: string }>();
    expect(new Set(results.map(({ org_id }) => org_id))).toEqual(new Set(expected));
  });

  it("is refused with 503 while the audit log cannot be reached, and changes nothing", async () => {
    const { by, method, path, body } = await arrange(name);
    const silent = createApp(() => ({
      ...services,
      auditJournal: { ...services.auditJournal, begin: away, drop: away },
    }));
    const before = await dumpDatabase(env.DB);
    const answer = await ask(silent, by, method, path, body);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "unavailable" });
    expect(await dumpDatabase(env.DB)).toEqual(before);
  });
});

it("what is done is answered as done, also when its end cannot be told; the log closes it by itself", async () => {
  const deaf = createApp(() => ({ ...services, auditJournal: { ...services.auditJournal, complete: away } }));
  const answer = await ask(deaf, world.key, "POST", "/api/v1/event-types", { name: "walk.untold" });
  expect(answer.status).toBe(201);
  const stub = env.AUDIT.getByName(world.orgId);
  await runInDurableObject(stub, (_, state) => void state.storage.sql.exec("UPDATE intents SET ends_at = 0"));
  await runDurableObjectAlarm(stub);
  const entries = await entriesOf(world.orgId, answer.headers.get("x-request-id") ?? "");
  expect(entries).toMatchObject([
    { action: "event_type.created", outcome: "interrupted", target: { kind: "request" } },
  ]);
});
