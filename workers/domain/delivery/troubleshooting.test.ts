import { describe, expect, it } from "vitest";
import type { HoldReason } from "../flow/flow-gate.ts";
import { holdDetail } from "../flow/hold-detail.ts";
import { decideNext } from "./decide-next.ts";
import { DELIVERY_STATUSES } from "./delivery-state.ts";
import { ERROR_CATEGORIES, type ErrorCategory } from "./error-category.ts";
import { DEFAULT_RETRY_POLICY } from "./retry-policy.ts";
import { deliveryHint, troubleshootingHint } from "./troubleshooting.ts";

const hint = (category: ErrorCategory | null, httpStatus: number | null, detail: string | null = null) =>
  troubleshootingHint({ category, httpStatus, detail });

describe("troubleshootingHint", () => {
  it("has its own sentence for every category", () => {
    const hints = ERROR_CATEGORIES.map((category) => hint(category, null));
    expect(new Set(hints).size).toBe(ERROR_CATEGORIES.length);
    for (const text of hints) expect(text).toMatch(/^[A-Z].{20,}\.$/);
  });

  it.each([
    ["AUTH", 401, /renew the key/],
    ["AUTH", 403, /permissions/],
    ["CLIENT_ERROR", 404, /integration's url/],
    ["CLIENT_ERROR", 409, /already has this event/],
    ["CLIENT_ERROR", 410, /switches the integration off/],
    ["CLIENT_ERROR", 301, /final address/],
    ["CLIENT_ERROR", 308, /final address/],
    ["CLIENT_ERROR", null, /did not send/],
    ["VALIDATION", 422, /rejects its values/],
    ["SERVER_ERROR", 503, /overloaded/],
  ] as const)("is more precise for %s with status %j", (category, status, words) => {
    expect(hint(category, status)).toMatch(words);
  });

  it("says what mends a secret that cannot be opened: entering it anew, or putting a key back", () => {
    const header = "not sent: the stored value of the header X-Key cannot be opened";
    expect(hint("AUTH", null, header)).toMatch(/Enter the value of this header anew.*SECRETS_KEYS/);
    const secret =
      "not sent: the signing secret sec_1 cannot be opened; gave up after attempt 3: no attempts left";
    expect(hint("AUTH", null, secret)).toMatch(/Rotate this integration's signing secret.*SECRETS_KEYS/);
  });

  it("falls back to the category for a status without a sentence of its own", () => {
    expect(hint("SERVER_ERROR", 599)).toBe(hint("SERVER_ERROR", null));
    expect(hint("RATE_LIMIT", 429)).toBe(hint("RATE_LIMIT", null));
    expect(hint("CLIENT_ERROR", 418)).toMatch(/method and the headers/);
  });

  it("does not take retries that are switched off for an integration that is", () => {
    const detail = "the target answered 500; gave up after attempt 1: retries are switched off";
    expect(hint("SERVER_ERROR", 500, detail)).toBe(hint("SERVER_ERROR", 500));
  });

  it("never names a setting that an integration does not have", () => {
    const statuses = [null, ...Array.from({ length: 400 }, (_, index) => 200 + index)];
    const all = ERROR_CATEGORIES.flatMap((category) => statuses.map((status) => hint(category, status)));
    expect(all.join("\n")).not.toMatch(/rate limit|transform|Content-Type header|circuit|lane|timeout\b/i);
  });

  it.each([
    ["abort-message", /no further attempt/],
    ["disable", /enable the integration/],
  ])("follows the receiver's word %s and not the status that came with it", (directive, words) => {
    const next = decideNext(
      {
        policy: DEFAULT_RETRY_POLICY,
        result: { kind: "response", status: 503, headers: { "webhook-delivery": directive } },
        attempt: 1,
        cycleAttempt: 1,
        firstAttemptAt: 0,
        now: 0,
        deadLetter: { policy: { autoRetry: null }, round: 0 },
      },
      () => 0.5,
    );
    expect(next).toMatchObject({ kind: "dead_letter" });
    if (next.kind === "dead_letter") expect(hint(next.category, 503, next.detail)).toMatch(words);
  });
});

describe("deliveryHint", () => {
  const nothing = { category: null, httpStatus: null, detail: null };

  it("has a next step exactly where there is one to take", () => {
    const told = DELIVERY_STATUSES.filter(
      (status) => deliveryHint({ ...nothing, category: "TIMEOUT", status }) !== null,
    );
    expect(told).toEqual(["held", "retrying", "dead_lettered", "unmatched", "duplicate"]);
    expect(deliveryHint({ ...nothing, status: "unmatched" })).toMatch(/eventTypes and filter/);
    expect(deliveryHint({ ...nothing, status: "held" })).toMatch(/sent by itself/);
    const held = (why: HoldReason) => deliveryHint({ ...nothing, status: "held", detail: holdDetail(why) });
    expect(held("paused")).toMatch(/^Resume the integration/);
    expect(held("circuit")).toMatch(/a probe asks the target again/);
    expect(held("rate")).toMatch(/sent by itself/);
    const inLane = { ...nothing, status: "held", detail: "Waits for those before it." } as const;
    expect(deliveryHint(inLane)).toMatch(/blocked lanes/);
  });

  it.each([
    ["The integration was switched off. Switch it on and retry.", /Enable this integration/],
    [
      "The integration is switched off (gone_410). Mend its receiver, switch it on, then retry.",
      /Enable this integration/,
    ],
    ["The integration was deleted before this delivery was made.", /create a new integration/],
    ["Its payload is no longer kept, so it cannot be sent again.", /post the event again/],
    ["not sent: the credential cred_1 needs a person: the token endpoint answered 400", /authorize/],
    ["not sent, because there is no access token: no connection to the token endpoint", /test/],
    ["not sent: its credential was deleted", /credentialId/],
  ])("knows why a delivery was given up, whatever its last attempt met: %s", (detail, words) => {
    expect(deliveryHint({ ...nothing, status: "dead_lettered", detail })).toMatch(words);
    const failed = { category: "SERVER_ERROR", httpStatus: 503, detail, status: "dead_lettered" } as const;
    expect(deliveryHint(failed)).toMatch(words);
  });
});
