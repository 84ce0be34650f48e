import { describe, expect, it } from "vitest";
import { DEFAULT_RETRY_POLICY } from "../delivery/retry-policy.ts";
import { checkDraft } from "./check-draft.ts";
import { completeDraft, DEFAULT_DRAFT, type IntegrationDraft } from "./integration-draft.ts";

const MINIMAL = { name: "Shop", eventTypes: ["order.*"], url: "https://example.com/hook" };
const options = { allowPrivateTargets: false, secretKinds: ["hmac"] } as const;
const complete = (input: Parameters<typeof completeDraft>[0], base: IntegrationDraft = DEFAULT_DRAFT) =>
  completeDraft(input, base, base.settings);

describe("an integration that says the least", () => {
  it("is completed by defaults that pass every check", () => {
    const checked = checkDraft(complete(MINIMAL), options);
    expect(checked.ok).toBe(true);
    expect(complete(MINIMAL).settings.retry).toEqual(DEFAULT_RETRY_POLICY);
  });

  it("has no default for what is required", () => {
    const checked = checkDraft(DEFAULT_DRAFT, options);
    expect(checked.ok ? [] : checked.problems.map(({ pointer }) => pointer)).toEqual(["/eventTypes", "/url"]);
  });
});

describe("an integration that is changed", () => {
  it("keeps every member that is left out, and takes null for no filter", () => {
    const before = complete({ ...MINIMAL, filter: { type: "order.paid" }, timeoutMs: 500, enabled: false });
    expect(complete({}, before)).toEqual(before);
    expect(complete({ filter: null }, before).settings.filter).toBeNull();
    expect(complete({ enabled: true }, before)).toEqual({ ...before, enabled: true });
  });

  it("is stored with the URL in the form that is fetched", () => {
    const checked = checkDraft(complete({ ...MINIMAL, url: "HTTPS://Example.com:443/a#fragment" }), options);
    expect(checked.ok && checked.draft.settings.url).toBe("https://example.com/a");
  });

  it("answers no more than twenty problems, however many there are", () => {
    const checked = checkDraft(complete({ ...MINIMAL, eventTypes: Array(100).fill("a..b") }), options);
    expect(checked.ok ? 0 : checked.problems.length).toBe(20);
  });
});
