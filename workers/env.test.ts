import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { readConfig } from "./env.ts";

const read = (vars: Record<string, string>) => readConfig({ ...env, ...vars } as unknown as Env);

describe("the settings of a region", () => {
  it("name origins whole, and the gateway does not start on anything else", () => {
    const { allowedOrigins } = read({ ALLOWED_ORIGINS: "https://a.example, http://localhost:5173 ," });
    expect([...allowedOrigins]).toEqual(["https://a.example", "http://localhost:5173"]);
    expect(read({ ALLOWED_ORIGINS: "" }).allowedOrigins.size).toBe(0);
    const wrong = ["*", "null", "a.example", "https://*.example", "https://a.example/", "https://A.example"];
    for (const origin of [...wrong, "https://a.example:443", "ftp://a.example", "https://a.example/path"]) {
      expect(() => read({ ALLOWED_ORIGINS: `https://b.example,${origin}` }), origin).toThrow(
        /ALLOWED_ORIGINS/,
      );
    }
  });

  it("look names up unless private targets are allowed, or as they are told", () => {
    const looksUp = (vars: Record<string, string>) => read(vars).dnsResolverUrl !== null;
    expect(looksUp({ ALLOW_PRIVATE_TARGETS: "false" })).toBe(true);
    expect(looksUp({ ALLOW_PRIVATE_TARGETS: "true" })).toBe(false);
    expect(looksUp({ ALLOW_PRIVATE_TARGETS: "true", DNS_CHECK: "on" })).toBe(true);
    expect(looksUp({ ALLOW_PRIVATE_TARGETS: "false", DNS_CHECK: "off" })).toBe(false);
    expect(() => read({ DNS_RESOLVER_URL: "cloudflare-dns.com" })).toThrow(/DNS_RESOLVER_URL/);
  });
});
