import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttemptResult } from "./attempt-result.ts";
import { classifyOutcome } from "./classify-outcome.ts";
import type { DeadLetterPolicy } from "./dead-letter-policy.ts";
import { decideNext, type FinishedAttempt, HELD_MS } from "./decide-next.ts";
import { ERROR_CATEGORIES } from "./error-category.ts";
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from "./retry-policy.ts";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const middle = () => 0.5;

const response = (status: number, headers: Record<string, string> = {}): AttemptResult => ({
  kind: "response",
  status,
  headers,
});
const NO_RESTART: DeadLetterPolicy = { autoRetry: null };
const RESTART_ALL: DeadLetterPolicy = {
  autoRetry: { categories: ERROR_CATEGORIES, afterMs: 60_000, maxRounds: 2 },
};

function next(result: AttemptResult, change: Partial<FinishedAttempt> = {}, random = middle) {
  const finished: FinishedAttempt = {
    policy: DEFAULT_RETRY_POLICY,
    result,
    attempt: 1,
    cycleAttempt: 1,
    firstAttemptAt: NOW,
    now: NOW,
    deadLetter: { policy: NO_RESTART, round: 0 },
    ...change,
  };
  return decideNext(finished, random);
}

describe("decideNext, by what came back", () => {
  it("is done with a 2xx", () => {
    expect(next(response(204))).toEqual({ kind: "delivered", disable: null });
  });

  it.each<[string, AttemptResult, string]>([
    ["a network error", { kind: "network_error", message: "refused" }, "NETWORK"],
    ["a name without an address", { kind: "unresolved", message: "no address" }, "NETWORK"],
    ["a time-out", { kind: "timeout", timeoutMs: 1_000 }, "TIMEOUT"],
    ["408", response(408), "TIMEOUT"],
    ["429 without a header", response(429), "RATE_LIMIT"],
    ["500", response(500), "SERVER_ERROR"],
    ["503", response(503), "SERVER_ERROR"],
    ["425, which says itself that later is better", response(425), "CLIENT_ERROR"],
    ["a secret that cannot be opened", { kind: "no_credentials", message: "locked" }, "AUTH"],
  ])("retries %s at the policy's pace", (_what, result, category) => {
    expect(next(result)).toMatchObject({ kind: "retry", at: NOW + 5_000, category, reason: "backoff" });
  });

  it.each<[string, AttemptResult, string]>([
    ["401", response(401), "AUTH"],
    ["403", response(403), "AUTH"],
    ["400", response(400), "VALIDATION"],
    ["422", response(422), "VALIDATION"],
    ["404", response(404), "CLIENT_ERROR"],
    ["409", response(409), "CLIENT_ERROR"],
    ["301", response(301), "CLIENT_ERROR"],
    ["a refused target", { kind: "not_sent", message: "private" }, "CLIENT_ERROR"],
  ])("dead-letters %s at once, whatever attempts are left", (_what, result, category) => {
    expect(next(result)).toMatchObject({
      kind: "dead_letter",
      category,
      reason: "permanent",
      autoRetryAt: null,
      disable: null,
    });
  });

  it("retries 400 and 422 like a server error when the tenant is lax, and still never 401", () => {
    const policy: RetryPolicy = { ...DEFAULT_RETRY_POLICY, validation: "LAX" };
    for (const status of [400, 422]) {
      expect(next(response(status), { policy })).toMatchObject({ kind: "retry", at: NOW + 5_000 });
    }
    expect(next(response(401), { policy })).toMatchObject({ kind: "dead_letter", reason: "permanent" });
  });
});

describe("decideNext, by what the receiver says", () => {
  it("obeys Retry-After on 429 exactly, without jitter", () => {
    for (const drawn of [0, 0.5, 1]) {
      const step = next(response(429, { "retry-after": "37" }), {}, () => drawn);
      expect(step).toMatchObject({ kind: "retry", at: NOW + 37_000, reason: "receiver_asked" });
    }
  });

  it.each([
    [{ "retry-after": "Mon, 23 Nov 2026 12:30:00 GMT" }, NOW + 1_800_000],
    [{ "x-ratelimit-reset": String(NOW / 1_000 + 90) }, NOW + 90_000],
    [{ ratelimit: '"default";r=0;t=15' }, NOW + 15_000],
  ])("obeys %o on 429", (headers, at) => {
    expect(next(response(429, headers))).toMatchObject({ kind: "retry", at, reason: "receiver_asked" });
  });

  it("obeys Retry-After on 503, and no quota header there", () => {
    expect(next(response(503, { "retry-after": "600" }))).toMatchObject({
      at: NOW + 600_000,
      category: "SERVER_ERROR",
      reason: "receiver_asked",
    });
    expect(next(response(503, { "x-ratelimit-reset": "600" }))).toMatchObject({
      at: NOW + 5_000,
      reason: "backoff",
    });
  });

  it("does not look at Retry-After on other failures", () => {
    expect(next(response(500, { "retry-after": "600" }))).toMatchObject({
      at: NOW + 5_000,
      reason: "backoff",
    });
    expect(next(response(404, { "retry-after": "600" }))).toMatchObject({ kind: "dead_letter" });
  });

  it("waits no longer than the tenant's cap, and says so", () => {
    const policy: RetryPolicy = { ...DEFAULT_RETRY_POLICY, maxRetryAfterMs: 60_000 };
    const at = (seconds: string) => next(response(429, { "retry-after": seconds }), { policy });
    expect(at("60")).toMatchObject({ at: NOW + 60_000, reason: "receiver_asked" });
    expect(at("61")).toMatchObject({ at: NOW + 60_000, reason: "receiver_asked_capped" });
    expect(at("99999999999999999999")).toMatchObject({ at: NOW + 60_000, reason: "receiver_asked_capped" });
  });

  it.each(["0", "Mon, 23 Nov 2026 11:00:00 GMT", "nonsense"])(
    "keeps the policy's pace when Retry-After %j asks for no wait, so that attempts are not burnt in a second",
    (value) => {
      expect(next(response(429, { "retry-after": value }))).toMatchObject({
        at: NOW + 5_000,
        reason: "backoff",
      });
    },
  );

  it("ignores what receivers ask under a cap of zero", () => {
    const policy: RetryPolicy = { ...DEFAULT_RETRY_POLICY, maxRetryAfterMs: 0 };
    expect(next(response(429, { "retry-after": "9" }), { policy })).toMatchObject({ reason: "backoff" });
  });

  it("makes no attempt before the asked moment even when the deadline comes first", () => {
    const policy: RetryPolicy = {
      ...DEFAULT_RETRY_POLICY,
      strategy: {
        kind: "until_deadline",
        deadlineMs: 600_000,
        delayMs: 5_000,
        factor: 1,
        maxDelayMs: 5_000,
      },
    };
    expect(next(response(429, { "retry-after": "600" }), { policy })).toMatchObject({ at: NOW + 600_000 });
    expect(next(response(429, { "retry-after": "601" }), { policy })).toMatchObject({
      kind: "dead_letter",
      reason: "exhausted",
    });
  });

  it("dead-letters on 410 and disables the integration", () => {
    const step = next(response(410), { deadLetter: { policy: RESTART_ALL, round: 0 } });
    expect(step).toMatchObject({
      kind: "dead_letter",
      category: "CLIENT_ERROR",
      reason: "endpoint_gone",
      detail: "the target answered 410 and is gone for good",
      autoRetryAt: null,
      disable: "gone_410",
    });
  });

  it.each([
    ["abort-message", "aborted_by_receiver", null, /answered 500 and asked to abort this message/],
    ["Disable", "disabled_by_receiver", "receiver_disabled", /answered 500 and asked to switch .* off/],
  ])(
    "ends a retryable failure on the directive %s, never to restart by itself",
    (directive, reason, disable, words) => {
      const step = next(response(500, { "webhook-delivery": directive }), {
        deadLetter: { policy: RESTART_ALL, round: 0 },
      });
      expect(step).toMatchObject({
        kind: "dead_letter",
        category: "SERVER_ERROR",
        reason,
        detail: expect.stringMatching(words),
        autoRetryAt: null,
        disable,
      });
    },
  );

  it("delivers a 2xx that asks to be disabled, and disables; there is nothing left to abort", () => {
    expect(next(response(200, { "webhook-delivery": "disable" }))).toEqual({
      kind: "delivered",
      disable: "receiver_disabled",
    });
    expect(next(response(200, { "webhook-delivery": "abort-message" }))).toEqual({
      kind: "delivered",
      disable: null,
    });
  });
});

describe("decideNext, at the end of the attempts", () => {
  it("dead-letters as exhausted and tells how many attempts there were in all", () => {
    expect(next(response(500), { attempt: 23, cycleAttempt: 10 })).toEqual({
      kind: "dead_letter",
      category: "SERVER_ERROR",
      detail: "the target answered 500; gave up after attempt 23: no attempts left",
      reason: "exhausted",
      autoRetryAt: null,
      disable: null,
    });
  });

  it("gives a restarted delivery the whole policy again", () => {
    expect(next(response(500), { attempt: 11, cycleAttempt: 1 })).toMatchObject({
      kind: "retry",
      at: NOW + 5_000,
    });
  });

  it("does not let Retry-After add attempts", () => {
    expect(next(response(429, { "retry-after": "5" }), { cycleAttempt: 10 })).toMatchObject({
      kind: "dead_letter",
      category: "RATE_LIMIT",
      reason: "exhausted",
    });
  });

  it("names the next automatic round for exhausted and permanent failures until the rounds are used up", () => {
    const autoRetryAt = (result: AttemptResult, round: number) => {
      const step = next(result, { cycleAttempt: 10, deadLetter: { policy: RESTART_ALL, round } });
      return step.kind === "dead_letter" ? step.autoRetryAt : undefined;
    };
    expect([0, 1, 2].map((round) => autoRetryAt(response(500), round))).toEqual([
      NOW + 60_000,
      NOW + 60_000,
      null,
    ]);
    expect(autoRetryAt(response(401), 0)).toBe(NOW + 60_000);
  });
});

describe("decideNext, whatever happens", () => {
  const headers = fc.dictionary(
    fc.constantFrom("retry-after", "ratelimit", "ratelimit-reset", "x-ratelimit-reset", "webhook-delivery"),
    fc.oneof(
      fc.string(),
      fc.nat().map(String),
      fc.constantFrom("disable", "abort-message", '"d";r=0;t=9', new Date(NOW + 90_000).toUTCString()),
    ),
    { noNullPrototype: true },
  );
  const results: fc.Arbitrary<AttemptResult> = fc.oneof(
    fc.record({ status: fc.integer({ min: 100, max: 599 }), headers }).map(({ status, headers }) => ({
      kind: "response" as const,
      status,
      headers,
    })),
    fc.constant<AttemptResult>({ kind: "timeout", timeoutMs: 1 }),
    fc.constant<AttemptResult>({ kind: "network_error", message: "reset" }),
    fc.constant<AttemptResult>({ kind: "not_sent", message: "private" }),
    fc.constant<AttemptResult>({ kind: "unresolved", message: "no address" }),
  );

  it("delivers exactly the successes, never retries AUTH, and never retries before now", () => {
    fc.assert(
      fc.property(results, fc.integer({ min: 1, max: 12 }), (result, cycleAttempt) => {
        const step = next(result, { cycleAttempt, attempt: cycleAttempt });
        expect(step.kind === "delivered").toBe(classifyOutcome(result).kind === "success");
        if (step.kind !== "retry") return;
        expect(step.category).not.toBe("AUTH");
        expect(step.at).toBeGreaterThan(NOW);
        expect(Number.isSafeInteger(step.at)).toBe(true);
        expect(cycleAttempt).toBeLessThan(10);
      }),
      { numRuns: 500 },
    );
  });

  it("obeys every Retry-After up to the cap to the millisecond", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), fc.nat(100_000_000), (seconds, maxRetryAfterMs) => {
        const policy = { ...DEFAULT_RETRY_POLICY, maxRetryAfterMs };
        const step = next(response(429, { "retry-after": String(seconds) }), { policy });
        if (maxRetryAfterMs === 0) return;
        expect(step).toMatchObject({ kind: "retry", at: NOW + Math.min(seconds * 1_000, maxRetryAfterMs) });
      }),
    );
  });
});

describe("decideNext, when there is nothing to sign in with", () => {
  const refused: AttemptResult = {
    kind: "credential_refused",
    credentialId: "cred_1",
    changes: 4,
    message: "the token endpoint answered 400 (invalid_grant)",
  };
  const away = (retryAt: number | null): AttemptResult => ({
    kind: "token_unavailable",
    category: "SERVER_ERROR",
    message: "the token endpoint answered 503",
    retryAt,
  });

  it("holds the delivery for the credential: nothing is wrong with it, and a person can mend that", () => {
    expect(next(refused)).toEqual({
      kind: "held",
      until: NOW + HELD_MS,
      category: "AUTH",
      detail: expect.stringContaining("cred_1"),
      credentialId: "cred_1",
      changes: 4,
    });
  });

  it("holds it also when no retry is left: it was never tried at its target", () => {
    const none: RetryPolicy = { ...DEFAULT_RETRY_POLICY, strategy: { kind: "none" } };
    expect(next(refused, { policy: none, attempt: 9, cycleAttempt: 9 }).kind).toBe("held");
  });

  it("gives it up when the credential is still not mended at the end of its wait", () => {
    expect(next(refused, { heldToTheEnd: true })).toMatchObject({
      kind: "dead_letter",
      category: "AUTH",
      reason: "permanent",
      autoRetryAt: null,
      disable: null,
    });
  });

  it("tries again by the policy while the provider is away, or when the provider says", () => {
    expect(next(away(null))).toMatchObject({ kind: "retry", at: NOW + 5_000, category: "SERVER_ERROR" });
    expect(next(away(NOW + 30_000))).toMatchObject({
      kind: "retry",
      at: NOW + 30_000,
      reason: "receiver_asked",
    });
  });
});
