import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttemptResult } from "./attempt-result.ts";
import { classifyOutcome } from "./classify-outcome.ts";
import { ERROR_CATEGORIES, type ErrorCategory } from "./error-category.ts";

const response = (status: number, headers: Record<string, string> = {}): AttemptResult => ({
  kind: "response",
  status,
  headers,
});

describe("classifyOutcome", () => {
  it.each([200, 201, 202, 204, 226, 299])("takes %i as delivered", (status) => {
    expect(classifyOutcome(response(status))).toEqual({ kind: "success" });
  });

  it.each<[number, ErrorCategory]>([
    [100, "SERVER_ERROR"],
    [199, "SERVER_ERROR"],
    [300, "CLIENT_ERROR"],
    [301, "CLIENT_ERROR"],
    [304, "CLIENT_ERROR"],
    [308, "CLIENT_ERROR"],
    [400, "VALIDATION"],
    [401, "AUTH"],
    [402, "CLIENT_ERROR"],
    [403, "AUTH"],
    [404, "CLIENT_ERROR"],
    [407, "CLIENT_ERROR"],
    [408, "TIMEOUT"],
    [409, "CLIENT_ERROR"],
    [410, "CLIENT_ERROR"],
    [413, "CLIENT_ERROR"],
    [422, "VALIDATION"],
    [425, "CLIENT_ERROR"],
    [429, "RATE_LIMIT"],
    [499, "CLIENT_ERROR"],
    [500, "SERVER_ERROR"],
    [503, "SERVER_ERROR"],
    [504, "SERVER_ERROR"],
    [599, "SERVER_ERROR"],
    [0, "SERVER_ERROR"],
    [600, "SERVER_ERROR"],
    [999, "SERVER_ERROR"],
  ])("files %i under %s and names the status", (status, category) => {
    const outcome = classifyOutcome(response(status));
    expect(outcome).toMatchObject({ kind: "failure", category });
    expect(outcome.kind === "failure" && outcome.detail).toContain(String(status));
  });

  it("says of a redirect that it is never followed", () => {
    const outcome = classifyOutcome(response(302, { location: "https://elsewhere.example/?token=s3cret" }));
    expect(outcome).toEqual({
      kind: "failure",
      category: "CLIENT_ERROR",
      detail: "the target answered 302: redirects are never followed",
    });
  });

  it.each<[AttemptResult, ErrorCategory, string]>([
    [{ kind: "network_error", message: "connection refused" }, "NETWORK", "connection refused"],
    [{ kind: "timeout", timeoutMs: 15_000 }, "TIMEOUT", "15000 ms"],
    [{ kind: "not_sent", message: "10.0.0.1 is private" }, "CLIENT_ERROR", "10.0.0.1 is private"],
    [{ kind: "unresolved", message: "a.example does not resolve" }, "NETWORK", "not sent: a.example"],
  ])("files %o under %s and says why", (result, category, words) => {
    const outcome = classifyOutcome(result);
    expect(outcome).toMatchObject({ kind: "failure", category });
    expect(outcome.kind === "failure" && outcome.detail).toContain(words);
  });

  it("judges every number a server could send, and only 2xx is a success", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1, max: 1_100 }), (status) => {
        const outcome = classifyOutcome(response(status));
        expect(outcome.kind === "success").toBe(status >= 200 && status < 300);
        if (outcome.kind === "failure") expect(ERROR_CATEGORIES).toContain(outcome.category);
      }),
    );
  });
});
