import { describe, expect, it } from "vitest";
import { ALL_PERMISSIONS, isPermission, RESERVED_PERMISSIONS } from "#domain/access/permissions";
import { createApp } from "./app.ts";
import { describeApi } from "./openapi.ts";

interface Operation {
  readonly operationId?: string;
  readonly security?: readonly unknown[];
  readonly "x-permission"?: string;
  readonly "x-permission-scope"?: string;
  readonly "x-audit"?: string;
}

const app = createApp();
const METHODS = ["get", "put", "post", "delete", "patch", "head", "options"];
const operations = Object.entries(describeApi(app).paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item as Record<string, Operation>)
    .filter(([method]) => METHODS.includes(method))
    .map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, method, path, operation })),
);

describe("every route of the API", () => {
  it("declares what it takes to call it", () => {
    const silent = operations.filter(({ operation }) => operation["x-permission"] === undefined);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it("declares a permission of the table, or that it needs none", () => {
    const unknown = operations.filter(({ operation }) => {
      const declared = operation["x-permission"] ?? "";
      return !isPermission(declared) && declared !== "public" && declared !== "session";
    });
    expect(unknown.map(({ name }) => name)).toEqual([]);
  });

  it("is open to everybody only where somebody meant it", () => {
    const open = operations.filter(({ operation }) => operation["x-permission"] === "public");
    expect(open.map(({ name }) => name).sort()).toEqual([
      "GET /.well-known/jwks.json",
      "GET /health",
      "GET /oauth/callback",
      "POST /api/v1/auth/invitations/accept",
      "POST /api/v1/auth/invitations/look",
      "POST /api/v1/auth/refresh",
      "POST /api/v1/auth/sign-in",
      "POST /api/v1/auth/sign-out",
    ]);
  });

  it("is described: what is routed under /api is in the document", () => {
    const described = new Set(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`));
    const routed = app.routes
      .filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/"))
      .map(
        ({ method, path }) =>
          `${method} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, "{$1}").replace(/\/$/, "")}`,
      );
    expect([...new Set(routed)].filter((route) => !described.has(route))).toEqual([]);
  });

  it("says what the audit log calls it, unless it only reads", () => {
    const silent = operations.filter(
      ({ method, operation }) => method !== "get" && operation["x-audit"] === undefined,
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

describe("every permission", () => {
  const used = new Set(operations.flatMap(({ operation }) => operation["x-permission"] ?? []));

  it("guards a route, unless its room is still to be built", () => {
    const idle = ALL_PERMISSIONS.filter((permission) => !used.has(permission));
    expect(new Set(idle)).toEqual(RESERVED_PERMISSIONS);
  });
});
