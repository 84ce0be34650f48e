import { expect, it } from "vitest";
import { bytes, inbound } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { typeform } from "./index.ts";

verifyTable(typeform, {
  async sign({ secret, body }) {
    const { base64 } = await webHmac("SHA-256", secret, body);
    return { headers: { "Typeform-Signature": `sha256=${base64}` } };
  },
  secrets: ["typeform-right", "typeform-wrong", "typeform-other"],
  signatureHeader: "Typeform-Signature",
  // Typeform signs no time: only the event's id stops a replay.
  timestamped: false,
  encoding: "base64",
  malformed: [
    ["potato", "malformed_header"],
    ["sha256=potato!", "malformed_signature"],
    ["sha256=AAAA", "malformed_signature"],
    ["sha256=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "signature_mismatch"],
  ],
});

it("a response is described by its own words", () => {
  const text =
    '{"event_id":"LtWXD3crgy","event_type":"form_response","form_response":{"form_id":"lT4Z3j","token":"a3a1","submitted_at":"2018-01-18T18:17:02Z"}}';
  expect(typeform.describe(inbound({ headers: {}, body: bytes(text) }), {})).toEqual({
    type: "form_response",
    id: "LtWXD3crgy",
    occurredAt: "2018-01-18T18:17:02Z",
  });
});
