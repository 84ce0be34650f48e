import { expect, it } from "vitest";
import { bytes, inbound } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { lemonSqueezy } from "./index.ts";

verifyTable(lemonSqueezy, {
  async sign({ secret, body }) {
    const { hex } = await webHmac("SHA-256", secret, body);
    return { headers: { "X-Signature": hex } };
  },
  secrets: ["lemon-squeezy-right", "lemon-squeezy-wrong", "lemon-squeezy-other"],
  signatureHeader: "X-Signature",
  // Lemon Squeezy signs no time: only the body's digest stops a replay.
  timestamped: false,
  encoding: "hex",
  malformed: [
    ["potato", "malformed_signature"],
    ["00", "malformed_signature"],
    ["0000000000000000000000000000000000000000000000000000000000000000", "signature_mismatch"],
  ],
});

it("an event is described by its own words, and known by its bytes", () => {
  const text = (status: string) =>
    `{"meta":{"event_name":"order_created"},"data":{"type":"orders","id":"1","attributes":{"status":"${status}","updated_at":"2021-08-17T09:45:53.000000Z"}}}`;
  const described = lemonSqueezy.describe(inbound({ headers: {}, body: bytes(text("paid")) }), {});
  expect(described.type).toBe("order_created");
  expect(described.occurredAt).toBe("2021-08-17T09:45:53.000000Z");
  expect(lemonSqueezy.describe(inbound({ headers: {}, body: bytes(text("refunded")) }), {}).id).not.toBe(
    described.id,
  );
});
