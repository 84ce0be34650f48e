import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { publishedTable } from "../testing/published.ts";
import { bytes, inbound, NOW, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { stripe } from "./index.ts";

verifyTable(stripe, {
  async sign({ secret, body, timestampMs }) {
    const t = Math.floor(timestampMs / 1_000);
    const { hex } = await webHmac("SHA-256", secret, `${t}.`, body);
    return { headers: { "Stripe-Signature": `t=${t},v1=${hex}` } };
  },
  secrets: ["whsec_right", "whsec_wrong", "whsec_other"],
  signatureHeader: "Stripe-Signature",
  timestamped: true,
  encoding: "hex",
  joinSignatures: (first, second) => `${first},${second.slice(second.indexOf("v1="))}`,
  malformed: [
    ["bad_header", "malformed_header"],
    [",,", "malformed_header"],
    ["t,v1=,v0=", "malformed_header"],
    ["t=1,t=2,v1=00", "malformed_header"],
    ["v1=00", "malformed_timestamp"],
    ["t=,v1=00", "malformed_timestamp"],
    ["t=12abc,v1=00", "malformed_timestamp"],
    ["t=-1,v1=00", "malformed_timestamp"],
    ["t=1", "no_supported_scheme"],
    ["t=1,v1=potato", "signature_mismatch"],
    ["t=1,v1=", "signature_mismatch"],
  ],
});

publishedTable(stripe, [
  {
    name: "valid-v1-and-v0",
    source:
      "https://github.com/stripe/stripe-dotnet/blob/d330362/src/StripeTests/Services/Events/EventUtilityTest.cs",
    secrets: ["webhook_secret"],
    headers: {
      "Stripe-Signature":
        "t=1533204620,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7,v0=63f3a72374a733066c4be69ed7f8e5ac85c22c9f0a6a612ab9a025a9e4ee7eef",
      "Content-Type": "application/json; charset=utf-8",
    },
    body: '{\n  "id": "evt_123",\n  "object": "event",\n  "account": "acct_123",\n  "api_version": "2017-05-25",\n  "created": 1533204620,\n  "data": {\n    "object": {\n      "id": "cus_123",\n      "object": "customer",\n      "created": 123456789,\n      "email": "test@stripe.com",\n      "livemode": false,\n      "metadata": {}\n    }\n  },\n  "livemode": false,\n  "pending_webhooks": 1,\n  "request": {\n    "id": "req_123",\n    "idempotency_key": "idempotency-key-123"\n  },\n  "type": "customer.created"\n}\n',
    now: 1533204720,
    verdict: "verified",
  },
  {
    name: "outdated-400s",
    source:
      "https://github.com/stripe/stripe-dotnet/blob/d330362/src/StripeTests/Services/Events/EventUtilityTest.cs",
    secrets: ["webhook_secret"],
    headers: {
      "Stripe-Signature":
        "t=1533204620,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7,v0=63f3a72374a733066c4be69ed7f8e5ac85c22c9f0a6a612ab9a025a9e4ee7eef",
      "Content-Type": "application/json; charset=utf-8",
    },
    body: '{\n  "id": "evt_123",\n  "object": "event",\n  "account": "acct_123",\n  "api_version": "2017-05-25",\n  "created": 1533204620,\n  "data": {\n    "object": {\n      "id": "cus_123",\n      "object": "customer",\n      "created": 123456789,\n      "email": "test@stripe.com",\n      "livemode": false,\n      "metadata": {}\n    }\n  },\n  "livemode": false,\n  "pending_webhooks": 1,\n  "request": {\n    "id": "req_123",\n    "idempotency_key": "idempotency-key-123"\n  },\n  "type": "customer.created"\n}\n',
    now: 1533205020,
    verdict: "timestamp_outside_tolerance",
  },
  {
    name: "body-suffix",
    source:
      "https://github.com/stripe/stripe-dotnet/blob/d330362/src/StripeTests/Services/Events/EventUtilityTest.cs",
    secrets: ["webhook_secret"],
    headers: {
      "Stripe-Signature":
        "t=1533204620,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7,v0=63f3a72374a733066c4be69ed7f8e5ac85c22c9f0a6a612ab9a025a9e4ee7eef",
      "Content-Type": "application/json; charset=utf-8",
    },
    body: '{\n  "id": "evt_123",\n  "object": "event",\n  "account": "acct_123",\n  "api_version": "2017-05-25",\n  "created": 1533204620,\n  "data": {\n    "object": {\n      "id": "cus_123",\n      "object": "customer",\n      "created": 123456789,\n      "email": "test@stripe.com",\n      "livemode": false,\n      "metadata": {}\n    }\n  },\n  "livemode": false,\n  "pending_webhooks": 1,\n  "request": {\n    "id": "req_123",\n    "idempotency_key": "idempotency-key-123"\n  },\n  "type": "customer.created"\n}\nthis_changes_the_json',
    now: 1533204720,
    verdict: "signature_mismatch",
  },
  {
    name: "node-only-v0-scheme",
    source: "https://github.com/stripe/stripe-node/blob/6639421/test/Webhook.spec.ts",
    secrets: ["whsec_test_secret"],
    headers: {
      "Stripe-Signature": "t=19995,v0=313cb99cbfe62543f359e532fa01f5726a6b5eb0f6f60a3a6832949773fa5b82",
      "Content-Type": "application/json; charset=utf-8",
    },
    body: '{\n  "id": "evt_test_webhook",\n  "object": "event"\n}',
    now: 20000,
    toleranceS: 10,
    verdict: "no_supported_scheme",
  },
  {
    name: "node-one-valid-plus-potato",
    source: "https://github.com/stripe/stripe-node/blob/6639421/test/Webhook.spec.ts",
    secrets: ["whsec_test_secret"],
    headers: {
      "Stripe-Signature":
        "t=19995,v1=313cb99cbfe62543f359e532fa01f5726a6b5eb0f6f60a3a6832949773fa5b82,v1=potato",
      "Content-Type": "application/json; charset=utf-8",
    },
    body: '{\n  "id": "evt_test_webhook",\n  "object": "event"\n}',
    now: 20000,
    toleranceS: 10,
    verdict: "verified",
  },
  {
    name: "node-15s-old-tolerance-10",
    source: "https://github.com/stripe/stripe-node/blob/6639421/test/Webhook.spec.ts",
    secrets: ["whsec_test_secret"],
    headers: {
      "Stripe-Signature": "t=19985,v1=934adb23c2f58f64deab2c89db028b0af45bad688e46d3e88bd2d21cbb83ab21",
      "Content-Type": "application/json; charset=utf-8",
    },
    body: '{\n  "id": "evt_test_webhook",\n  "object": "event"\n}',
    now: 20000,
    toleranceS: 10,
    verdict: "timestamp_outside_tolerance",
  },
  {
    name: "node-not-json-but-signed",
    source: "https://github.com/stripe/stripe-node/blob/6639421/test/Webhook.spec.ts",
    secrets: ["whsec_test_secret"],
    headers: {
      "Stripe-Signature": "t=19995,v1=3f3ea1340f407d62f01f75dc415e459719ed72a3ec88dd84043cf07cdb7852bf",
      "Content-Type": "application/json; charset=utf-8",
    },
    body: "} I am not valid JSON; 123][",
    now: 20000,
    toleranceS: 10,
    verdict: "verified",
  },
]);

describe("stripe's own package", () => {
  const sdk = new Stripe("sk_test_never_used");
  const payload = '{"id":"evt_1","object":"event","type":"customer.created","created":1767225600}';
  const header = (secret: string) =>
    sdk.webhooks.generateTestHeaderStringAsync({ payload, secret, timestamp: NOW / 1_000 });

  it("signs what is verified here, and refuses what is refused here", async () => {
    const signature = await header("whsec_theirs");
    const ask = async (body: string, secret: string) =>
      verdict(
        await verifyWith(stripe, inbound({ headers: { "Stripe-Signature": signature }, body: bytes(body) }), {
          secrets: [secret],
        }),
      );
    const theirs = (body: string, secret: string) =>
      sdk.webhooks.signature?.verifyHeaderAsync(body, signature, secret, 300, undefined, NOW);

    expect(await ask(payload, "whsec_theirs")).toBe("verified");
    expect(await theirs(payload, "whsec_theirs")).toBe(true);
    for (const [body, secret] of [
      [`${payload} `, "whsec_theirs"],
      [payload, "whsec_else"],
    ] as const) {
      expect(await ask(body, secret)).toBe("signature_mismatch");
      await expect(theirs(body, secret)).rejects.toThrow();
    }
  });
});

describe("what Stripe's events say", () => {
  const about = (body: string) => stripe.describe(inbound({ headers: {}, body: bytes(body) }), {});

  it("snapshot events count seconds", () => {
    expect(about('{"id":"evt_1","type":"customer.created","created":1767225600}')).toEqual({
      type: "customer.created",
      id: "evt_1",
      occurredAt: "2026-01-01T00:00:00.000Z",
    });
  });

  it("thin events write the moment", () => {
    const event =
      '{"id":"evt_2","type":"v1.billing.meter.error_report_triggered","created":"2026-01-01T00:00:00Z"}';
    expect(about(event).occurredAt).toBe("2026-01-01T00:00:00Z");
  });
});
