import { sign, verify } from "@octokit/webhooks-methods";
import { describe, expect, it } from "vitest";
import { publishedTable } from "../testing/published.ts";
import { bytes, inbound, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { github } from "./index.ts";

verifyTable(github, {
  async sign({ secret, body }) {
    return { headers: { "X-Hub-Signature-256": `sha256=${(await webHmac("SHA-256", secret, body)).hex}` } };
  },
  secrets: ["right secret", "wrong secret", "other secret"],
  signatureHeader: "X-Hub-Signature-256",
  timestamped: false,
  encoding: "hex",
  malformed: [
    ["foo", "malformed_header"],
    ["sha1=00", "malformed_header"],
    ["SHA256=00", "malformed_header"],
    ["sha256=", "malformed_signature"],
    ["sha256=zz", "malformed_signature"],
    [`sha256=${"0".repeat(63)}`, "malformed_signature"],
    [`sha256=${"0".repeat(66)}`, "malformed_signature"],
  ],
});

publishedTable(github, [
  {
    name: "docs-hello-world",
    source: "https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries",
    secrets: ["It's a Secret to Everybody"],
    headers: {
      "X-GitHub-Event": "push",
      "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      "X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    },
    body: "Hello, World!",
    verdict: "verified",
  },
  {
    name: "octokit-foo-bar",
    source: "https://github.com/octokit/webhooks-methods.js/blob/da0cc1c/test/verify.test.ts",
    secrets: ["mysecret"],
    headers: {
      "X-GitHub-Event": "push",
      "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      "X-Hub-Signature-256": "sha256=4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3",
    },
    body: '{"foo":"bar"}',
    verdict: "verified",
  },
  {
    name: "octokit-incorrect-signature",
    source: "https://github.com/octokit/webhooks-methods.js/blob/da0cc1c/test/verify.test.ts",
    secrets: ["mysecret"],
    headers: {
      "X-GitHub-Event": "push",
      "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      "X-Hub-Signature-256": "foo",
    },
    body: '{"foo":"bar"}',
    verdict: "malformed_header",
  },
  {
    name: "octokit-incorrect-secret",
    source: "https://github.com/octokit/webhooks-methods.js/blob/da0cc1c/test/verify.test.ts",
    secrets: ["foo"],
    headers: {
      "X-GitHub-Event": "push",
      "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      "X-Hub-Signature-256": "sha256=4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3",
    },
    body: '{"foo":"bar"}',
    verdict: "signature_mismatch",
  },
  {
    name: "octokit-fallback-secret",
    source: "https://github.com/octokit/webhooks-methods.js/blob/da0cc1c/test/verify.test.ts",
    secrets: ["foo", "mysecret"],
    headers: {
      "X-GitHub-Event": "push",
      "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      "X-Hub-Signature-256": "sha256=4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3",
    },
    body: '{"foo":"bar"}',
    verdict: "verified",
  },
  {
    name: "octokit-special-chars",
    source: "https://github.com/octokit/webhooks-methods.js/blob/da0cc1c/test/verify.test.ts",
    secrets: ["development"],
    headers: {
      "X-GitHub-Event": "push",
      "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      "X-Hub-Signature-256": "sha256=afecc3caa27548bb90d51a50384cb2868b9a3327b4ad6a01c9bd4ed0f8b0b12c",
    },
    body: '{"foo":"Foo\\n\\u001B[34mbar: ♥♥♥♥♥♥♥♥\\nthis-is-lost\\u001B[0m\\u001B[2K"}',
    verdict: "verified",
  },
  {
    name: "adnanh-empty-body",
    source: "https://github.com/adnanh/webhook/blob/8a2d3f8/internal/hook/hook_test.go",
    secrets: ["secret"],
    headers: {
      "X-GitHub-Event": "push",
      "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      "X-Hub-Signature-256": "sha256=f9e66e179b6747ae54108f82f8ade8b3c25d76fd30afde6c395822c530196169",
    },
    body: "",
    verdict: "verified",
  },
  {
    name: "adnanh-corrupt-first-chars",
    source: "https://github.com/adnanh/webhook/blob/8a2d3f8/internal/hook/hook_test.go",
    secrets: ["secret"],
    headers: {
      "X-GitHub-Event": "push",
      "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      "X-Hub-Signature-256": "sha256=XXX7af3a21bd70379b5796d5f013915e7029f62c580fb0f500f59a35a6f04c89",
    },
    body: '{"a": "z"}',
    verdict: "malformed_signature",
  },
]);

describe("GitHub's old SHA-1 signature", () => {
  verifyTable(github, {
    async sign({ secret, body }) {
      return { headers: { "X-Hub-Signature": `sha1=${(await webHmac("SHA-1", secret, body)).hex}` } };
    },
    secrets: ["right secret", "wrong secret", "other secret"],
    signatureHeader: "X-Hub-Signature",
    timestamped: false,
    encoding: "hex",
    malformed: [["sha256=00", "malformed_header"]],
    settings: { algorithm: "sha1" },
  });

  publishedTable(github, [
    {
      name: "sha1-valid",
      source: "https://github.com/adnanh/webhook/blob/8a2d3f8/internal/hook/hook_test.go",
      secrets: ["secret"],
      headers: {
        "Content-Type": "application/json",
        "X-Hub-Signature": "sha1=b17e04cbb22afa8ffbff8796fc1894ed27badd9e",
      },
      body: '{"a": "z"}',
      settings: { algorithm: "sha1" },
      verdict: "verified",
    },
    {
      name: "sha1-empty-body",
      source: "https://github.com/adnanh/webhook/blob/8a2d3f8/internal/hook/hook_test.go",
      secrets: ["secret"],
      headers: {
        "Content-Type": "application/json",
        "X-Hub-Signature": "sha1=25af6174a0fcecc4d346680a72b7ce644b9a88e8",
      },
      body: "",
      settings: { algorithm: "sha1" },
      verdict: "verified",
    },
    {
      name: "sha1-corrupt",
      source: "https://github.com/adnanh/webhook/blob/8a2d3f8/internal/hook/hook_test.go",
      secrets: ["secret"],
      headers: {
        "Content-Type": "application/json",
        "X-Hub-Signature": "sha1=XXXe04cbb22afa8ffbff8796fc1894ed27badd9e",
      },
      body: '{"a": "z"}',
      settings: { algorithm: "sha1" },
      verdict: "malformed_signature",
    },
    {
      name: "sha1-wrong-secret",
      source: "https://github.com/adnanh/webhook/blob/8a2d3f8/internal/hook/hook_test.go",
      secrets: ["secreX"],
      headers: {
        "Content-Type": "application/json",
        "X-Hub-Signature": "sha1=b17e04cbb22afa8ffbff8796fc1894ed27badd9e",
      },
      body: '{"a": "z"}',
      settings: { algorithm: "sha1" },
      verdict: "signature_mismatch",
    },
    {
      name: "sha1-empty-secret",
      source: "https://github.com/adnanh/webhook/blob/8a2d3f8/internal/hook/hook_test.go",
      secrets: [""],
      headers: {
        "Content-Type": "application/json",
        "X-Hub-Signature": "sha1=b17e04cbb22afa8ffbff8796fc1894ed27badd9e",
      },
      body: '{"a": "z"}',
      settings: { algorithm: "sha1" },
      verdict: "no_secret_configured",
    },
  ]);

  it("proves nothing where it was not chosen", async () => {
    const body = bytes("{}");
    const headers = { "X-Hub-Signature": `sha1=${(await webHmac("SHA-1", "secret", body)).hex}` };
    const answer = await verifyWith(github, inbound({ headers, body }), { secrets: ["secret"] });
    expect(verdict(answer)).toBe("missing_signature_header");
  });
});

describe("octokit's own package", () => {
  it.each(['{"zen":"Keep it logically awesome."}', '{"emoji":"\u{1f680}"}', " ", "{}"])(
    "signs and verifies %j as we do",
    async (payload) => {
      const signature = await sign("secret", payload);
      const ask = async (body: string) =>
        verdict(
          await verifyWith(
            github,
            inbound({ headers: { "X-Hub-Signature-256": signature }, body: bytes(body) }),
            {
              secrets: ["secret"],
            },
          ),
        );
      expect(await ask(payload)).toBe("verified");
      expect(await verify("secret", payload, signature)).toBe(true);
      expect(await ask(`${payload} `)).toBe("signature_mismatch");
      expect(await verify("secret", `${payload} `, signature)).toBe(false);
    },
  );
});

describe("what GitHub's deliveries say", () => {
  const headers = {
    "X-GitHub-Event": "pull_request",
    "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
  };
  const payload = '{"action":"opened","number":12345678901234567890}';

  it("the event's name goes before its action", () => {
    expect(github.describe(inbound({ headers, body: bytes(payload) }), {})).toEqual({
      type: "pull_request.opened",
      id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      occurredAt: null,
    });
  });

  it("a recorded delivery is known again under another id or event, and a dispatch may be repeated", () => {
    const idOf = (body: string, delivery: string, event = "push") =>
      github.describe(
        inbound({ headers: { "X-GitHub-Delivery": delivery, "X-GitHub-Event": event }, body: bytes(body) }),
        {},
      ).id;
    expect(idOf(payload, "b", "issues")).toBe(idOf(payload, "a"));
    for (const dispatch of [
      '{"client_payload":{},"action":"deploy"}',
      '{"inputs":null,"workflow":".github/a.yml"}',
    ]) {
      expect(idOf(dispatch, "b")).not.toBe(idOf(dispatch, "a"));
      expect(idOf(dispatch, "a")).toBe(idOf(dispatch, "a"));
    }
  });

  it("an event without actions has its name alone", () => {
    const request = inbound({
      headers: { "X-GitHub-Event": "push" },
      body: bytes('{"ref":"refs/heads/main"}'),
    });
    expect(github.describe(request, {}).type).toBe("push");
  });

  it("a hook that posts forms gives the JSON inside, digit for digit", () => {
    const form = inbound({
      headers: { ...headers, "Content-Type": "application/x-www-form-urlencoded" },
      body: bytes(`payload=${encodeURIComponent(payload)}`),
    });
    expect(github.payload?.(form, {})).toBe(payload);
    expect(github.describe(form, {}).type).toBe("pull_request.opened");
  });
});
