import { scheduler } from "node:timers/promises";
import type { ApiAnswer, ApiClient, Json, Tenant } from "../support/api-client.ts";

/** Several of each kind: the fuzzer deletes some. */
const COUNT = 6;

/**
 * Ids of things that exist, by the path up to their parameter. Without them nearly every call would end at "there is no
 * such thing", and what lies behind would never be tried.
 */
export async function makeRealIds(
  tenant: Tenant,
  admin: ApiClient,
  gatewayUrl: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { api, orgId } = tenant;
  const many = (make: (index: number) => Promise<string>) =>
    Promise.all(Array.from({ length: COUNT }, (_, n) => make(n)));
  const post = async (path: string, body: Json, member = "id") =>
    readId(await api.call("POST", path, body), path, member);

  const integrations = await many((n) =>
    post("/api/v1/integrations", {
      name: `fuzz ${n}`,
      eventTypes: ["fuzz.*"],
      url: "https://receiver.example/",
      retry: { strategy: { kind: "schedule", delaysMs: [100] } },
      flow: { circuit: null },
      ...(n % 2 === 0 ? {} : { protocol: "GRAPHQL", graphql: { document: "{ __typename }" } }),
    }),
  );
  // The upstream is the gateway itself: nothing leaves the machine, and something answers.
  const callable = await post("/api/v1/integrations", {
    name: "fuzz proxy",
    eventTypes: [],
    url: gatewayUrl,
    proxy: {
      methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
      path: { rewrite: [{ from: "/**", to: "/health" }] },
    },
  });
  const events = await many((n) => post("/api/v1/events", { type: "fuzz.sent", payload: { n } }));
  const sources = await many((n) =>
    post("/api/v1/sources", {
      name: `fuzz ${n}`,
      provider: "generic",
      secret: "a secret for the fuzzer",
      settings: { header: "X-Signature" },
    }),
  );
  // Nothing leaves the machine, so every delivery becomes a dead letter.
  const deliveries = await deadLetters(api);
  const secrets = await Promise.all(
    integrations.map(async (id) => {
      const { json } = await api.call("GET", `/api/v1/integrations/${id}/secrets`);
      return String((json as { items: Json[] }).items[0]?.id);
    }),
  );
  for (let n = 0; n < COUNT; n++) {
    await admin.call("PUT", `/api/v1/admin/event-type-templates/fuzz.template${n}`, {});
  }
  const tables = await many((n) => post("/api/v1/lookup-tables", { name: `fuzz_${n}` }, "name"));
  for (const name of tables) await api.call("PUT", `/api/v1/lookup-tables/${name}/rows/a`, { value: 1 });
  const rejected = await rejectedEvents(api);
  for (let n = 0; n < COUNT; n++) {
    await api.call("POST", "/api/v1/variables", { name: `FUZZ_${n}`, value: `${n}` });
  }
  return {
    "/api/v1/lookup-tables/{name}": tables,
    "/api/v1/lookup-tables/{name}/rows/{key}": ["a"],
    "/api/v1/variables/{name}": Array.from({ length: COUNT }, (_, n) => `FUZZ_${n}`),
    "/api/v1/integrations/{id}": integrations,
    "/api/v1/alert-rules/{id}": await many((n) =>
      post("/api/v1/alert-rules", { name: `fuzz ${n}`, condition: { kind: "exhausted" } }),
    ),
    // Known a moment after an evaluation: any text is as good.
    "/api/v1/alerts/{id}": ["alr_none"],
    "/api/v1/rejected-events/{id}": rejected,
    "/api/v1/integrations/{id}/secrets/{secretId}": secrets,
    "/api/v1/sources/{id}": sources,
    "/api/v1/sources/{id}/secrets/{secretId}": await Promise.all(
      sources.map(async (id) => {
        const { json } = await api.call("GET", `/api/v1/sources/${id}`);
        return String((json as { secrets: Json[] }).secrets[0]?.id);
      }),
    ),
    "/api/v1/events/{id}": events,
    "/api/v1/deliveries/{id}": deliveries,
    "/api/v1/dead-letters/{id}": deliveries,
    "/api/v1/jobs/{id}": await many((n) =>
      post("/api/v1/dead-letters/discard", { filter: { text: `no such ${n}` } }),
    ),
    "/proxy/{integration}": [callable],
    "/proxy/{integration}/{path}": ["orders"],
    "/api/v1/event-types/{name}": await many((n) =>
      post("/api/v1/event-types", { name: `fuzz.type${n}` }, "name"),
    ),
    "/api/v1/roles/{id}": [
      "viewer",
      ...(await many((n) => post("/api/v1/roles", { name: `fuzz ${n}`, permissions: ["jobs:read"] }))),
    ],
    "/api/v1/api-keys/{id}": await many((n) => post("/api/v1/api-keys", { name: `fuzz ${n}` })),
    "/api/v1/admin/organizations/{id}": [orgId],
    "/api/v1/admin/event-type-templates/{name}": Array.from({ length: COUNT }, (_, n) => `fuzz.template${n}`),
  };
}

function readId({ status, json, text }: ApiAnswer, path: string, member: string): string {
  if (status >= 300) throw new Error(`POST ${path} answered ${status}: ${text}`);
  return String(json[member]);
}

/** Known a moment after they were refused. */
async function rejectedEvents(api: ApiClient): Promise<readonly string[]> {
  await api.call("POST", "/api/v1/event-types", {
    name: "fuzz.refused",
    schema: false,
    validation: "STRICT",
  });
  for (let n = 0; n < COUNT; n++) {
    await api.call("POST", "/api/v1/events", { type: "fuzz.refused", payload: n });
  }
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const { items } = (await api.call("GET", "/api/v1/rejected-events")).json as { items: Json[] };
    if (items.length >= COUNT) return items.map(({ id }) => String(id));
    await scheduler.wait(100);
  }
  throw new Error("The events that were to be refused were not.");
}

async function deadLetters(api: ApiClient): Promise<readonly string[]> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const { items } = (await api.call("GET", "/api/v1/dead-letters?limit=200")).json as { items: Json[] };
    if (items.length >= COUNT) return items.map(({ id }) => String(id));
    await scheduler.wait(100);
  }
  throw new Error("The events that were to become dead letters did not.");
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  schema?: unknown;
}

/**
 * The document with these ids as examples of what a path takes, beside any other text. Answers the paths for which
 * there were none.
 */
export function insertIds(
  document: Json,
  ids: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const unknown = new Set<string>();
  for (const [path, item] of Object.entries(
    document.paths as Record<string, Record<string, { parameters?: Parameter[] }>>,
  )) {
    for (const { parameters = [] } of Object.values(item)) {
      for (const parameter of parameters.filter((candidate) => candidate.in === "path")) {
        const upTo = path.slice(0, path.indexOf(`{${parameter.name}}`) + parameter.name.length + 2);
        const known = ids[upTo];
        if (known === undefined) unknown.add(upTo);
        else
          parameter.schema = {
            anyOf: [
              { type: "string", enum: known },
              { type: "string", minLength: 1 },
            ],
          };
      }
    }
  }
  return [...unknown];
}
