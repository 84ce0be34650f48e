import { expect, it } from "vitest";
import { bytes, inbound } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { razorpay } from "./index.ts";

verifyTable(razorpay, {
  async sign({ secret, body }) {
    const { hex } = await webHmac("SHA-256", secret, body);
    return { headers: { "X-Razorpay-Signature": hex } };
  },
  secrets: ["razorpay-right", "razorpay-wrong", "razorpay-other"],
  signatureHeader: "X-Razorpay-Signature",
  // Razorpay signs no time: only the event's id stops a replay.
  timestamped: false,
  encoding: "hex",
  malformed: [
    ["potato", "malformed_signature"],
    ["00", "malformed_signature"],
    ["0000000000000000000000000000000000000000000000000000000000000000", "signature_mismatch"],
  ],
});

it("an event is described by its own words", () => {
  const headers = { "x-razorpay-event-id": "E1" };
  const body = bytes('{"entity":"event","event":"payment.captured","created_at":1567674606}');
  expect(razorpay.describe(inbound({ headers, body }), {})).toEqual({
    type: "payment.captured",
    id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    occurredAt: "2019-09-05T09:10:06.000Z",
  });
});
