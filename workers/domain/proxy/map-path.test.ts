import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinUrl, mapLocation, mapPath } from "./map-path.ts";
import type { PathSettings } from "./proxy-settings.ts";

const ANY: PathSettings = { allow: [], strip: "", add: "", rewrite: [] };
const BASE = "https://api.example.com/base/v1";

const map = (path: string, settings: Partial<PathSettings> = {}) => {
  const mapped = mapPath(path, { ...ANY, ...settings });
  return mapped.ok ? mapped.path : mapped.reason;
};

describe("a caller's path", () => {
  it.each([
    ["/", {}, "/"],
    ["/orders/1", {}, "/orders/1"],
    ["/orders/", {}, "/orders/"],
    ["/a%20b/c", {}, "/a%20b/c"],
    ["/api/orders", { strip: "/api" }, "/orders"],
    ["/api", { strip: "/api" }, "/"],
    ["/apiary", { strip: "/api" }, "not_allowed"],
    ["/api/orders", { strip: "/api", add: "/v2" }, "/v2/orders"],
    ["/customers/7/orders", { rewrite: [{ from: "/customers/{id}/orders", to: "/o/by/{id}" }] }, "/o/by/7"],
    ["/files/a/b/c", { rewrite: [{ from: "/files/**", to: "/archive/{**}" }] }, "/archive/a/b/c"],
    ["/f/;x", { rewrite: [{ from: "/f/{id}", to: "/a/..{id}" }] }, "malformed"],
    ["/f/./.", { rewrite: [{ from: "/f/{a}/{b}", to: "/a/{a}{b}/c" }] }, "malformed"],
    ["/files", { rewrite: [{ from: "/files/**", to: "/archive/{**}" }] }, "/archive/"],
    ["/orders/1", { allow: ["/orders/{id}"] }, "/orders/1"],
    ["/orders/1/refund", { allow: ["/orders/{id}"] }, "not_allowed"],
    ["/orders", { allow: ["/orders/*"] }, "not_allowed"],
    ["/orders/", { allow: ["/orders/*"] }, "not_allowed"],
    ["/orders/a/b", { allow: ["/health", "/orders/**"] }, "/orders/a/b"],
    ["/orders%2fadmin", { allow: ["/orders/**"] }, "malformed"],
  ] as const)("%s with %j becomes %s", (path, settings, expected) => {
    expect(map(path, settings)).toBe(expected);
  });

  it.each([
    "/../admin",
    "/a/../../b",
    "/a/./b",
    "/..",
    "/%2e%2e/admin",
    "/%2E./admin",
    "/.%2e/admin",
    "/a%2fb",
    "/a%2F..%2Fb",
    "/a%5c..%5cb",
    "/a\\b",
    "/%252e%252e/admin",
    "/%252fadmin",
    "/%25252e",
    "/..;/admin",
    "/..;x=1/admin",
    "/%2e%2e;/admin",
    "//evil.example/x",
    "/a//b",
    "/a%00b",
    "/a%0d%0aX: y",
    "/a%",
    "/a%zz",
    "/%c0%af..%c0%af",
    "/%ff",
    "/a b",
    "/a\nb",
    "/a?b",
    "/a#b",
    "/é",
    "orders",
    `/${"a".repeat(2_000)}`,
  ])("%j is refused as it is", (path) => {
    expect(map(path)).toBe("malformed");
  });
});

describe("the URL that is called", () => {
  it("keeps the integration's own query and stays below its path", () => {
    expect(joinUrl(BASE, "/orders/1", "a=1")).toBe("https://api.example.com/base/v1/orders/1?a=1");
    expect(joinUrl("https://api.example.com/?tenant=7", "/x", "a=1")).toBe(
      "https://api.example.com/x?tenant=7&a=1",
    );
    expect(joinUrl("https://api.example.com/", "/", "")).toBe("https://api.example.com/");
  });

  it.each(["/../x", "//evil.example/x", "/%2e%2e/x", "@evil.example/", ":8080/", ".evil.example/"])(
    "%j cannot leave it, even unchecked",
    (path) => {
      const url = joinUrl(BASE, path, "");
      expect(url === null || new URL(url).href.startsWith(`${BASE}/`)).toBe(true);
    },
  );

  it("stays on the host and below the path, whatever a caller writes", () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        "/",
        ".",
        "..",
        "%2e",
        "%2f",
        "\\",
        ";",
        "@",
        ":",
        "a",
        "%",
        "25",
        "//",
        "?",
        "#",
        "%00",
        "é",
      ),
      maxLength: 12,
    });
    fc.assert(
      fc.property(nasty, (text) => {
        const mapped = mapPath(`/${text}`, ANY);
        if (!mapped.ok) return;
        const url = joinUrl(BASE, mapped.path, "");
        expect(url).not.toBeNull();
        expect(new URL(url ?? "").href.startsWith(`${BASE}/`)).toBe(true);
        // Nor after an upstream has decoded it, once or twice.
        const once = decodeURIComponent(mapped.path);
        for (const decoded of [once, once.includes("%") ? once.replaceAll(/%2e/gi, ".") : once]) {
          expect(decoded.split(/[/\\]/).map((part) => part.split(";")[0])).not.toContain("..");
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

describe("a redirect", () => {
  const settings = { ...ANY, strip: "/api" };
  const of = (location: string, own: PathSettings = settings) =>
    mapLocation(location, `${BASE}/orders`, BASE, "/proxy/int_1", own);

  it.each([
    ["/base/v1/orders/2?a=1", "/proxy/int_1/api/orders/2?a=1"],
    ["orders/2", "/proxy/int_1/api/orders/2"],
    [`${BASE}/orders/2`, "/proxy/int_1/api/orders/2"],
    ["/elsewhere", "https://api.example.com/elsewhere"],
    ["https://files.example.net/signed?x=1", "https://files.example.net/signed?x=1"],
    ["/base/v1evil", "https://api.example.com/base/v1evil"],
  ])("to %s is told the caller as %s", (location, expected) => {
    expect(of(location)).toBe(expected);
  });
});
