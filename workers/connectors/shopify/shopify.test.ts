import { ApiVersion, shopifyApi } from "@shopify/shopify-api";
import "@shopify/shopify-api/adapters/cf-worker";
import { describe, expect, it } from "vitest";
import { publishedTable } from "../testing/published.ts";
import { bytes, inbound, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { shopify } from "./index.ts";

verifyTable(shopify, {
  async sign({ secret, body }) {
    return { headers: { "X-Shopify-Hmac-Sha256": (await webHmac("SHA-256", secret, body)).base64 } };
  },
  secrets: ["shpss_right", "shpss_wrong", "shpss_other"],
  signatureHeader: "X-Shopify-Hmac-Sha256",
  timestamped: false,
  encoding: "base64",
  malformed: [
    ["fake", "malformed_signature"],
    ["?", "malformed_signature"],
    ["B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7g", "malformed_signature"],
    ["B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7h=", "malformed_signature"],
  ],
});

publishedTable(shopify, [
  {
    name: "sdk-valid",
    source:
      "https://github.com/Shopify/shopify-app-js/blob/ef2043d/packages/apps/shopify-api/lib/webhooks/__tests__/validate.test.ts",
    secrets: ["test_secret_key"],
    headers: {
      "X-Shopify-API-Version": "2023-01",
      "X-Shopify-Shop-Domain": "shop1.myshopify.io",
      "X-Shopify-Topic": "products/create",
      "X-Shopify-Webhook-Id": "123456789",
      "X-Shopify-Hmac-Sha256": "B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7g=",
    },
    body: '{"foo": "bar"}',
    verdict: "verified",
  },
  {
    name: "sdk-missing-hmac",
    source:
      "https://github.com/Shopify/shopify-app-js/blob/ef2043d/packages/apps/shopify-api/lib/webhooks/__tests__/validate.test.ts",
    secrets: ["test_secret_key"],
    headers: {
      "X-Shopify-API-Version": "2023-01",
      "X-Shopify-Shop-Domain": "shop1.myshopify.io",
      "X-Shopify-Topic": "products/create",
      "X-Shopify-Webhook-Id": "123456789",
      "X-Shopify-Hmac-Sha256": "",
    },
    body: '{"foo": "bar"}',
    verdict: "missing_signature_header",
  },
  {
    name: "sdk-fake-hmac",
    source:
      "https://github.com/Shopify/shopify-app-js/blob/ef2043d/packages/apps/shopify-api/lib/webhooks/__tests__/validate.test.ts",
    secrets: ["test_secret_key"],
    headers: {
      "X-Shopify-API-Version": "2023-01",
      "X-Shopify-Shop-Domain": "shop1.myshopify.io",
      "X-Shopify-Topic": "products/create",
      "X-Shopify-Webhook-Id": "123456789",
      "X-Shopify-Hmac-Sha256": "fake",
    },
    body: '{"foo": "bar"}',
    verdict: "malformed_signature",
  },
]);

describe("Shopify's own package", () => {
  const sdk = shopifyApi({
    apiKey: "unused",
    apiSecretKey: "shpss_theirs",
    apiVersion: ApiVersion.January26,
    hostName: "gateway.example",
    isEmbeddedApp: false,
    logger: { log: () => undefined },
  });
  const HEADERS = {
    "X-Shopify-Topic": "orders/create",
    "X-Shopify-Shop-Domain": "shop.myshopify.com",
    "X-Shopify-API-Version": "2026-01",
    "X-Shopify-Webhook-Id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
  };

  it.each(["X-Shopify-Hmac-Sha256", "Shopify-Hmac-Sha256"])("%s is judged as we do", async (name) => {
    const body = '{"id":820982911946154508,"note":"\u00fcber"}';
    const { base64 } = await webHmac("SHA-256", "shpss_theirs", bytes(body));
    const prefixed = name.startsWith("X-");
    const headers: Record<string, string> = { [name]: base64 };
    for (const [key, value] of Object.entries(HEADERS)) headers[prefixed ? key : key.slice(2)] = value;
    for (const [sent, right] of [
      [body, true],
      [`${body} `, false],
    ] as const) {
      const rawRequest = new Request("https://gateway.example/in/t", { method: "POST", headers, body: sent });
      expect((await sdk.webhooks.validate({ rawBody: sent, rawRequest })).valid).toBe(right);
      const ours = await verifyWith(shopify, inbound({ headers, body: bytes(sent) }), {
        secrets: ["shpss_theirs"],
      });
      expect(verdict(ours)).toBe(right ? "verified" : "signature_mismatch");
    }
  });
});

describe("what Shopify's deliveries say", () => {
  it("topics that send the same body are two events, and one of them twice is one", () => {
    const idOf = (topic: string, delivery: string) => {
      const headers = { "X-Shopify-Topic": topic, "X-Shopify-Webhook-Id": delivery };
      return shopify.describe(inbound({ headers, body: bytes('{"id":1}') }), {}).id;
    };
    expect(idOf("orders/paid", "a")).not.toBe(idOf("orders/create", "a"));
    expect(idOf("orders/paid", "b")).toBe(idOf("orders/paid", "a"));
  });

  it("topic and time stand in the headers", () => {
    const headers = {
      "X-Shopify-Topic": "orders/create",
      "X-Shopify-Webhook-Id": "b54557e4",
      "X-Shopify-Event-Id": "98880550",
      "X-Shopify-Triggered-At": "2026-01-15T12:00:00.123456789Z",
    };
    expect(shopify.describe(inbound({ headers, body: bytes("{}") }), {})).toEqual({
      type: "orders/create",
      id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      occurredAt: "2026-01-15T12:00:00.123456789Z",
    });
  });
});
