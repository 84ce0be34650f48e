import { describe, expect, it } from "vitest";
import { allowanceProblem, callersCacheControl, isNever, pickHeaders } from "./proxy-headers.ts";
import { DEFAULT_REQUEST_HEADERS, DEFAULT_RESPONSE_HEADERS } from "./proxy-settings.ts";

const EVERYTHING = [
  "authorization",
  "cookie",
  "set-cookie",
  "x-*",
  "host",
  "connection",
  "accept",
  "x-acme-*",
];

describe("what goes upstream", () => {
  it.each([
    "Authorization",
    "Cookie",
    "Host",
    "Connection",
    "Transfer-Encoding",
    "Content-Length",
    "Proxy-Authorization",
    "X-Organization-Id",
    "X-Gateway-Anything",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "Forwarded",
    "CF-Connecting-IP",
    "X-HTTP-Method-Override",
    "X-Original-URL",
    "TE",
    "Upgrade",
  ])("is never %s, whatever is allowed", (name) => {
    expect(pickHeaders([[name, "1"]], [...EVERYTHING, name.toLowerCase()], "request")).toEqual({});
  });

  it("is what the list allows, by name and by beginning", () => {
    const sent = [
      ["Accept", "a"],
      ["X-Acme-Trace", "b"],
      ["X-Acmeish", "c"],
      ["X-Other", "d"],
    ] as const;
    expect(pickHeaders(sent, ["accept", "x-acme-*"], "request")).toEqual({
      accept: "a",
      "x-acme-trace": "b",
    });
  });

  it("is nothing that Connection nominates", () => {
    const sent = [
      ["Connection", "close, X-Acme-Key"],
      ["X-Acme-Key", "k"],
      ["X-Acme-Trace", "t"],
    ] as const;
    expect(pickHeaders(sent, ["x-acme-*"], "request")).toEqual({ "x-acme-trace": "t" });
  });
});

describe("what comes back", () => {
  it.each([
    "Set-Cookie",
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Content-Security-Policy",
    "Strict-Transport-Security",
    "Clear-Site-Data",
    "X-Gateway-Error",
    "X-Request-Id",
    "Connection",
    "Transfer-Encoding",
    "Refresh",
    "Service-Worker-Allowed",
  ])("is never %s, whatever is allowed", (name) => {
    expect(pickHeaders([[name, "1"]], [...EVERYTHING, name.toLowerCase()], "response")).toEqual({});
  });

  it.each([
    [null, "no-store"],
    ["no-store", "no-store"],
    ["public, max-age=60", "private, max-age=60"],
    ["public, s-maxage=600, max-age=60, must-revalidate", "private, max-age=60, must-revalidate"],
    ["max-age=60, no-store", "no-store"],
    ["max-age=x", "no-store"],
  ])("says of %j to the caller: %s", (upstream, expected) => {
    expect(callersCacheControl(upstream)).toBe(expected);
  });
});

describe("an allow list", () => {
  it("has defaults that it would take itself", () => {
    for (const name of DEFAULT_REQUEST_HEADERS) expect(allowanceProblem(name, "request")).toBeNull();
    for (const name of DEFAULT_RESPONSE_HEADERS) expect(allowanceProblem(name, "response")).toBeNull();
    expect(DEFAULT_RESPONSE_HEADERS.some((name) => isNever(name, "response"))).toBe(false);
  });

  it.each(["*", "x*", "a-*", "Accept", "accept:", "a b", "", "authorization", "cookie", "x-forwarded-for"])(
    "takes no %j",
    (entry) => {
      expect(allowanceProblem(entry, "request")).not.toBeNull();
    },
  );
});
