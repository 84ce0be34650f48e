import { describe, expect, it } from "vitest";
import { PROXY_START, type ProxyDraft } from "./use-proxy-form.ts";
import { whereItGoes } from "./where-it-goes.ts";

const BASE = "https://api.example.com/v1";

function proxyWith(part: Partial<ProxyDraft>): ProxyDraft {
  return { ...PROXY_START, ...part };
}

describe("where a call goes", () => {
  it("is below the integration's URL, with the query as it was written", () => {
    expect(whereItGoes(BASE, PROXY_START, "/orders/7?expand=lines&q=a?b")).toEqual({
      ok: true,
      url: `${BASE}/orders/7?expand=lines&q=a?b`,
    });
  });

  it("follows what is typed into the form: a rewrite, a renamed parameter, one that is always sent", () => {
    const proxy = proxyWith({
      path: { allow: [], strip: "", add: "", rewrite: [{ from: "/clients/{id}", to: "/customers/{id}" }] },
      query: { allow: null, deny: ["debug"], rename: { page: "offset" }, set: { tenant: "acme" } },
    });
    expect(whereItGoes(BASE, proxy, "/clients/9?page=2&debug=1")).toEqual({
      ok: true,
      url: `${BASE}/customers/9?offset=2&tenant=acme`,
    });
  });

  it.each([
    ["/secrets", "not among those"],
    ["/orders/../secrets", ". or .. segment"],
    ["orders", "begins with /"],
  ])("%s is refused in the gateway's words", (called, words) => {
    const proxy = proxyWith({ path: { allow: ["/orders/**"], strip: "", add: "", rewrite: [] } });
    const goes = whereItGoes(BASE, proxy, called);
    expect(goes.ok ? goes.url : goes.message).toContain(words);
  });

  it("is nowhere while the integration's URL is not one", () => {
    expect(whereItGoes("https://", PROXY_START, "/orders").ok).toBe(false);
  });
});
