import { describe, expect, it } from "vitest";
import { createApp } from "./app.ts";
import { describeApi } from "./openapi.ts";

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly "x-permission"?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
  }[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>;

/** As a client reads it: through JSON, so that nothing which JSON cannot say goes unseen. */
const document = JSON.parse(JSON.stringify(describeApi(createApp()))) as {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly security: NonNullable<Operation["security"]>;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, unknown>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
};

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const PROBLEM = "#/components/schemas/Problem";
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, method, path, operation })),
);

describe("the OpenAPI document", () => {
  it("is of version 3.1, names itself and describes the events", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.info.title).not.toBe("");
    expect(document.paths["/api/v1/events"]?.post?.operationId).toBe("postEvent");
    expect(document.components.schemas.Problem).toBeDefined();
  });

  it("gives every operation an id that no other has", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("lists every tag that is used", () => {
    const used = new Set(operations.flatMap(({ operation }) => operation.tags ?? []));
    expect(new Set(document.tags.map(({ name }) => name))).toEqual(used);
  });

  it("shows the tags in the order in which somebody meets them", () => {
    expect(document.tags.map(({ name }) => name)).toEqual([
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
    ]);
  });

  it("points only at components that exist", () => {
    const dangling = references(document).filter((reference) => resolve(reference) === undefined);
    expect(dangling).toEqual([]);
  });

  it("writes null as a type, because 3.1 has no nullable", () => {
    expect(JSON.stringify(document)).not.toContain('"nullable"');
  });

  it("describes every path that the app routes under /api", () => {
    const routed = createApp()
      .routes.filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/"))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:([^/{]+)(\{[^}]*\})?/g, "{$1}")}`);
    const besides = ["get /health", "get /.well-known/jwks.json", "get /oauth/callback"];
    // Routed for every method, and described for those that mean something.
    besides.push(
      ...["get", "post", "put", "patch", "delete"].map((method) => `${method} /proxy/{integration}/{path}`),
    );
    expect(new Set(operations.map(({ name }) => name))).toEqual(new Set([...routed, ...besides]));
  });
});

describe.each(operations)("$name", ({ method, path, operation }) => {
  it("has a known method, a path with a leading slash, a summary and a tag", () => {
    expect(METHODS).toContain(method);
    expect(path).toMatch(/^\/[^?#]*[^/?#]$/);
    expect(operation.summary ?? "").not.toBe("");
    expect(operation.tags ?? []).not.toEqual([]);
  });

  it("says which key opens it, and answers 401 without one", () => {
    const security = operation.security ?? document.security;
    for (const requirement of security) {
      for (const scheme of Object.keys(requirement)) {
        expect(document.components.securitySchemes[scheme]).toBeDefined();
      }
    }
    if (operation["x-permission"] === "public") {
      // Signing in takes no key: what somebody signs in with may still be wrong.
      expect(security).toEqual([]);
      return;
    }
    if (path.startsWith("/api/")) expect(security).not.toEqual([]);
    expect("401" in operation.responses).toBe(security.length > 0);
  });

  it("answers failures with problem documents, and something when it succeeds", () => {
    expect(Object.keys(operation.responses).some((status) => /^2\d\d$/.test(status))).toBe(true);
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(response.description).not.toBe("");
      if (/^2/.test(status)) continue;
      // A page: a person's browser comes here from a provider.
      if (path === "/oauth/callback" && response.content?.["text/html"] !== undefined) continue;
      expect(response.content?.["application/problem+json"]?.schema?.$ref, status).toBe(PROBLEM);
    }
  });

  it("declares exactly the parameters of its path", () => {
    const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
    expect(declared.map(({ name }) => name).sort()).toEqual(inPath.sort());
    expect(declared.every(({ required }) => required === true)).toBe(true);
  });
});

function references(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === "$ref" && typeof member === "string" ? [member] : references(member),
  );
}

function resolve(reference: string): unknown {
  let at: unknown = document;
  for (const part of reference.replace(/^#\//, "").split("/")) {
    at = (at as Record<string, unknown> | undefined)?.[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return at;
}
