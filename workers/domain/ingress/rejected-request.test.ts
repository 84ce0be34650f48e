import { describe, expect, it } from "vitest";
import { REDACTED } from "../delivery/redact-headers.ts";
import { REJECTION_CODES, showableHeaders, showableQuery } from "./rejected-request.ts";
import { hintFor } from "./rejection-hints.ts";

describe("what is kept of a rejected request", () => {
  it.each([
    "authorization",
    "cookie",
    "x-api-key",
    "x-gitlab-token",
    "x-goog-channel-token",
    "x-auth-token-signature",
    "proxy-authorization",
    "x-own",
  ])("the value of %s is not", (name) => {
    expect(showableHeaders(new Map([[name, "secret"]]), new Set(["x-own"]))).toEqual({ [name]: REDACTED });
  });

  it.each(["x-hub-signature-256", "stripe-signature", "x-shopify-hmac-sha256", "x-event", "user-agent"])(
    "the value of %s is: nobody finds the mistake without it",
    (name) => {
      expect(showableHeaders(new Map([[name, "value"]]), new Set())).toEqual({ [name]: "value" });
    },
  );

  it("an address that a proxy wrote into a header or the query is not: whoever has it can send", () => {
    const token = `in_eu_${"aB-_9".repeat(8)}abc`;
    const value = `https://gateway.example/in/${token}?a=1`;
    const shown = showableHeaders(new Map([["x-original-url", value]]), new Set());
    expect(shown).toEqual({ "x-original-url": `https://gateway.example/in/${REDACTED}?a=1` });
    const cut = showableHeaders(new Map([["x-original-url", "x".repeat(1_000) + token]]), new Set());
    expect(cut["x-original-url"]).not.toContain("in_eu_");
    expect(showableQuery(`path=/in/${token}`, new Set())).not.toContain(token);
  });

  it("headers are bounded in number and length", () => {
    const many = new Map(Array.from({ length: 500 }, (_, n) => [`x-${n}`, "v".repeat(5_000)] as const));
    const shown = showableHeaders(many, new Set());
    expect(Object.keys(shown).length).toBe(60);
    expect(Object.values(shown)[0]?.length).toBe(1_024);
  });

  it("a query loses its secrets, whatever their case", () => {
    const shown = new URLSearchParams(showableQuery("a=1&KEY=x&token=y&token=z", new Set(["key"])));
    expect([...shown]).toEqual([
      ["a", "1"],
      ["KEY", REDACTED],
      ["token", REDACTED],
    ]);
  });

  it("a query loses keys and one-time codes that the source knows nothing of", () => {
    const shown = new URLSearchParams(showableQuery("key=x&code=y&keyword=z", new Set()));
    expect([...shown.values()]).toEqual([REDACTED, REDACTED, "z"]);
  });

  it("has something to check for every reason", () => {
    for (const code of REJECTION_CODES) expect(hintFor(code).length).toBeGreaterThan(40);
  });
});
