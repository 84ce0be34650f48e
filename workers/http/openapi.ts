import type { OpenAPIHono } from "@hono/zod-openapi";
import type { HttpEnv } from "./context.ts";
import { ProblemSchema } from "./schemas/problem.ts";

const DESCRIPTION = `Events in, signed and retried deliveries out.

* Every id is opaque, every time is RFC 3339 in UTC, every list is paged by cursor.
* A failure is a problem document (RFC 9457). Its \`code\` is the stable word for programs; \
[/docs/problems](/docs/problems) lists them all.
* Calls are limited per key, person and organization. \`RateLimit\` and \`X-RateLimit-*\` on every answer say what is left, \
\`Retry-After\` on a 429 when to come back.
* \`X-Request-Id\` names the answer, \`X-Correlation-Id\` goes with an event through every step to its targets.`;

const INFO = {
  openapi: "3.1.0",
  info: {
    title: "Integration gateway",
    version: "1",
    description: DESCRIPTION,
    license: { name: "AGPL-3.0-only", identifier: "AGPL-3.0-only" },
  },
  // Relative: the document is the same on every host, so it is built once and "Try it out" stays on this origin.
  servers: [{ url: "/", description: "The region that served this document" }],
  security: [{ apiKey: [] }, { accessToken: [] }],
};

/** In the order in which somebody meets them; the page shows them so. */
const TAGS = [
  "overview",
  "events",
  "integrations",
  "health",
  "alerts",
  "variables",
  "credentials",
  "sources",
  "event types",
  "lookup tables",
  "validation",
  "deliveries",
  "dead letters",
  "proxy",
  "jobs",
  "organization",
  "roles",
  "members",
  "API keys",
  "audit log",
  "signing in",
  "your account",
  "administration",
  "operations",
];

const byPlace = (a: string, b: string) => TAGS.indexOf(a) - TAGS.indexOf(b);

/** Every failure has this form, also the ones that a route does not list. */
const ANY_PROBLEM = {
  description: "Any other failure",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** Taken by every route that is about an organization. */
const ORGANIZATION_PARAMETER = {
  name: "X-Organization-Id",
  in: "header",
  required: false,
  schema: { type: "string" },
  description:
    "The organization that the call is about: one that you belong to, or one below it. Left out: your own.",
};

export type OpenApiDocument = ReturnType<OpenAPIHono<HttpEnv>["getOpenAPI31Document"]>;

/**
 * The OpenAPI 3.1 description of every route that was registered with the app, and of nothing else: it cannot describe
 * what does not exist. Takes some milliseconds, so callers keep what it answers.
 */
export function describeApi(app: OpenAPIHono<HttpEnv>): OpenApiDocument {
  const registry = app.openAPIRegistry;
  registry.register("Problem", ProblemSchema);
  registry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "An organization's API key, `igw_…`. Shown once, when it is made.",
  });
  registry.registerComponent("securitySchemes", "accessToken", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "A signed-in person's access token, from `/api/v1/auth/sign-in`. Valid for minutes.",
  });
  registry.registerComponent("securitySchemes", "adminToken", {
    type: "http",
    scheme: "bearer",
    description: "The operator's ADMIN_TOKEN of this region: every permission, in every organization.",
  });
  const document = app.getOpenAPI31Document(INFO);
  const used = new Set<string>();
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path) as Operation[]) {
      if (operation.responses === undefined) continue;
      operation.responses = { ...operation.responses, default: ANY_PROBLEM };
      if (operation["x-permission-scope"] === "organization") {
        operation.parameters = [...(operation.parameters ?? []), ORGANIZATION_PARAMETER];
      }
      for (const tag of operation.tags ?? []) used.add(tag);
    }
  }
  return { ...document, tags: [...used].sort(byPlace).map((name) => ({ name })) };
}

/** The members of an operation that are read and completed here. */
interface Operation {
  readonly tags?: readonly string[];
  readonly "x-permission-scope"?: string;
  parameters?: readonly unknown[];
  responses?: Record<string, unknown>;
}
