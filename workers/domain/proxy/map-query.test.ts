import { describe, expect, it } from "vitest";
import { joinUrl } from "./map-path.ts";
import { mapQuery, queryKey, queryNames } from "./map-query.ts";
import type { QuerySettings } from "./proxy-settings.ts";

const ANY: QuerySettings = { allow: null, deny: [], rename: {}, set: {} };
const map = (search: string, settings: Partial<QuerySettings> = {}, taken: readonly string[] = []) => {
  const mapped = mapQuery(search, { ...ANY, ...settings }, taken);
  return mapped.ok ? mapped.query : mapped.message;
};

describe("a caller's query", () => {
  it.each([
    ["", {}, ""],
    ["?", {}, ""],
    ["?a=1&b=%20x+y&a=2", {}, "a=1&b=%20x+y&a=2"],
    ["?flag&empty=", {}, "flag&empty="],
    ["?a=1&b=2&c=3", { allow: ["a", "c"] }, "a=1&c=3"],
    ["?a=1&b=2", { deny: ["b"] }, "a=1"],
    ["?%62=2&a=1", { deny: ["b"] }, "a=1"],
    ["?limit=5", { rename: { limit: "page_size" } }, "page_size=5"],
    ["?version=1&a=2", { set: { version: "2026-01 &=" } }, "a=2&version=2026-01%20%26%3D"],
    ["?v=1", { rename: { v: "version" }, set: { version: "2" } }, "version=2"],
    ["?__proto__=1&constructor=2", {}, "__proto__=1&constructor=2"],
  ] as const)("%s with %j becomes %s", (search, settings, expected) => {
    expect(map(search, settings)).toBe(expected);
  });

  it("never sets what the credential or the integration's URL sets", () => {
    expect(map("?api_key=mine&%61pi_key=mine&a=1", {}, ["api_key"])).toBe("a=1");
    expect(queryNames("https://x.example/?tenant=1&a")).toEqual(["tenant", "a"]);
  });

  it("never sets them in capitals or behind a semicolon either: some upstreams read those as the same", () => {
    expect(map("?API_Key=mine&a=1", {}, ["api_key"])).toBe("a=1");
    expect(map("?Tenant=2&a=1", { set: { tenant: "1" } })).toBe("a=1&tenant=1");
    expect(map("?Debug=2&a=1", { deny: ["debug"] })).toBe("a=1");
    expect(map("?a=1;api_key=mine", {}, ["api_key"])).toBe("a=1%3Bapi_key=mine");
  });

  it("is written as a URL writes it, quotes and umlauts too", () => {
    const search = "?$filter=Name%20eq%20'x'&q=\"a\"&o'b=<1>&u=\u00fc";
    const query = map(search, { set: { "$top'": "it's" } });
    expect(joinUrl("https://api.example.com/v1", "/orders", query)).toBe(
      "https://api.example.com/v1/orders?%24filter=Name%20eq%20%27x%27&q=%22a%22&o%27b=%3C1%3E&u=%C3%BC&%24top%27=it%27s",
    );
    expect(joinUrl("https://api.example.com/v1?x='1'", "/orders", "")).toBe(
      "https://api.example.com/v1/orders?x=%271%27",
    );
  });

  it("is refused when it cannot be decoded, or has no end", () => {
    expect(map("?a=%ff")).toMatch(/percent-encoded/);
    expect(map(`?${"a=1&".repeat(300)}`)).toMatch(/at most 200/);
  });

  it("is one key in whatever order it was written", () => {
    expect(queryKey("b=2&a=1&a=0", null)).toBe(queryKey("a=0&b=2&a=1", null));
    expect(queryKey("b=2&a=1&utm=9", ["a", "b"])).toBe("a=1&b=2");
  });
});
