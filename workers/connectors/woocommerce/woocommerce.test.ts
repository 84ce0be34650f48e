import { describe, expect, it } from "vitest";
import { bytes, inbound, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { woocommerce } from "./index.ts";

verifyTable(woocommerce, {
  async sign({ secret, body }) {
    const { base64 } = await webHmac("SHA-256", secret, body);
    return { headers: { "X-WC-Webhook-Signature": base64 } };
  },
  secrets: ["woocommerce-right", "woocommerce-wrong", "woocommerce-other"],
  signatureHeader: "X-WC-Webhook-Signature",
  // WooCommerce signs no time: only the delivery's id stops a replay.
  timestamped: false,
  encoding: "base64",
  malformed: [
    ["potato", "malformed_signature"],
    ["AAAA", "malformed_signature"],
    ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "signature_mismatch"],
  ],
});

describe("the question whether somebody is there", () => {
  const ask = async (text: string, headers: Record<string, string> = {}) =>
    verdict(await verifyWith(woocommerce, inbound({ headers, body: bytes(text) }), { secrets: ["s"] }));

  it("is answered with nothing, and nothing else unsigned is", async () => {
    expect(await ask("webhook_id=12")).toBe("challenge");
    for (const text of [
      "webhook_id=",
      "webhook_id=12&x=1",
      "x=1&webhook_id=12",
      "webhook_id=12\n",
      "{}",
      "",
    ]) {
      expect(await ask(text)).toBe("missing_signature_header");
    }
    expect(await ask("webhook_id=12", { "X-WC-Webhook-Signature": "AAAA" })).toBe("malformed_signature");
  });
});

it("the topic is read from its header", () => {
  const headers = { "X-WC-Webhook-Topic": "order.created", "X-WC-Webhook-Delivery-ID": "d1" };
  expect(woocommerce.describe(inbound({ headers, body: bytes("{}") }), {})).toEqual({
    type: "order.created",
    id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    occurredAt: null,
  });
});
