import { beforeAll, describe, expect, inject, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { createRandom } from "../support/random.ts";
import { openTenant } from "./support.ts";

/** Every route of the OpenAPI document gets garbage of every kind; 500 is always a bug. */
let tenant: Tenant;
let operations: { method: string; path: string; isPublic: boolean }[] = [];

beforeAll(async () => {
  tenant = await openTenant("hostile");
  const document = (await (await fetch(`${inject("gatewayUrl")}/openapi.json`)).json()) as { paths: Json };
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Json>).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      isPublic: operation["x-permission"] === "public",
    })),
  );
});

const BODIES: readonly string[] = [
  "",
  "{",
  "null",
  "[]",
  "0",
  '"text"',
  "{}",
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{}}}',
  '{"name":null,"url":1,"eventTypes":{},"filter":[],"type":[],"payload":null,"events":{},"ids":"x"}',
  `{"name":"${"n".repeat(5_000)}","url":"javascript:alert(1)","eventTypes":[""],"retry":{"strategy":{"kind":"?"}}}`,
  '{"filter":{"category":"NOPE","from":"yesterday","to":-1,"ids":[1]},"dryRun":"yes"}',
  `{"a":${"[".repeat(500)}${"]".repeat(500)}}`,
  '{"type":"\\ud800","payload":"\\u0000"}',
  '{"overlapMs":-1,"kind":"rsa","secret":"whsec_!!!"}',
  '{"filter":{},"url":"http://[::1","timeoutMs":1e999,"headers":{"a\\nb":"c"}}',
];
const IDS = ["x", "../..", "%00", "dlv_0", "'; DROP TABLE deliveries;--", "💥", "a".repeat(3_000)];
const QUERIES = [
  "",
  "?limit=-1",
  "?limit=x&cursor=💥",
  "?cursor=AAAA",
  "?status=nope&category=nope",
  "?from=x&to=y",
  "?text=%25_%5C",
];

describe("hostile input", () => {
  it("never gets a 5xx from any route, and always a problem document when it is refused", async () => {
    expect(operations.length).toBeGreaterThan(15);
    const random = createRandom(7);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
    const bad: string[] = [];
    for (const { method, path } of operations) {
      for (let round = 0; round < 16; round++) {
        const filled = path.replaceAll(/\{[^}]+\}/g, () => encodeURIComponent(pick(IDS)));
        const query = method === "GET" ? pick(QUERIES) : "";
        const body = method === "GET" ? undefined : (BODIES[round] ?? "");
        const answer = await tenant.api.call(method, filled + encodeURI(query), body);
        // A browser comes to the callback, and a person reads what it is told.
        const form = path === "/oauth/callback" ? "text/html" : "application/problem+json";
        const isProblem = answer.headers.get("content-type")?.startsWith(form) === true;
        if (answer.status >= 500 || (answer.status >= 400 && !isProblem)) {
          bad.push(
            `${method} ${filled}${query} ${body?.slice(0, 80)} -> ${answer.status} ${answer.text.slice(0, 200)}`,
          );
        }
      }
    }
    expect(bad).toEqual([]);
  });

  it("finds no way in without a key", async () => {
    const url = inject("gatewayUrl");
    const open: string[] = [];
    const closed = operations.filter(({ path, isPublic }) => path.startsWith("/api/") && !isPublic);
    expect(closed.length).toBeGreaterThan(0);
    for (const { method, path } of closed) {
      const filled = path.replaceAll(/\{[^}]+\}/g, "x");
      const response = await fetch(url + filled, { method, ...(method === "GET" ? {} : { body: "{}" }) });
      if (response.status !== 401) open.push(`${method} ${path} -> ${response.status}`);
      await response.body?.cancel();
    }
    expect(open).toEqual([]);
  });
});
