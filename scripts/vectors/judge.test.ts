import { describe, expect, it } from "vitest";
import { judge } from "./judge.ts";
import { acceptedVerdicts, readVectors, type Vector } from "./vector.ts";

/** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
const GITHUB: Vector = {
  id: "github/docs",
  provider: "github",
  method: "POST",
  secret: "It's a Secret to Everybody",
  headers: {
    "X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
  },
  body: "Hello, World!",
  now: 1_700_000_000,
  expect: "valid",
  reason: "ok",
};

describe("judging vectors", () => {
  it("passes what comes out as the vector says", async () => {
    expect(await judge(GITHUB)).toMatchObject({ outcome: "passed", got: "verified" });
    const refused: Vector = { ...GITHUB, body: "Hello", expect: "invalid", reason: "signature_mismatch" };
    expect(await judge(refused)).toMatchObject({ outcome: "passed" });
  });

  it.each<[string, Partial<Vector>]>([
    ["valid but refused", { body: "Hello" }],
    ["invalid but verified", { expect: "invalid", reason: "signature_mismatch" }],
    ["refused for another reason", { body: "Hello", expect: "invalid", reason: "malformed_header" }],
    ["of a provider that nobody knows", { provider: "nobody" }],
  ])("fails what is %s", async (_what, change) => {
    expect(await judge({ ...GITHUB, ...change })).toMatchObject({ outcome: "failed" });
  });

  it("says why a vector is no inbound webhook", async () => {
    const judged = await judge({ ...GITHUB, provider: "shopify-oauth" });
    expect(judged.outcome).toBe("not_inbound");
    expect(judged.got).toContain("one-time code");
  });
});

describe("reading vectors", () => {
  it("takes the vectors' words for the gateway's, and every reason that a vector accepts", () => {
    const vector: Vector = {
      ...GITHUB,
      expect: "invalid",
      reason: "malformed",
      accept_reasons: ["malformed_token"],
    };
    expect(acceptedVerdicts(vector)).toContain("malformed_signature");
  });

  it.each(["", "[]", "{}", '[{"id":"x"}]'])(
    "refuses %j: a script that judged nothing would be green",
    (json) => {
      expect(() => readVectors(json)).toThrow();
    },
  );
});
