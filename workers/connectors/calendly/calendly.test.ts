import { expect, it } from "vitest";
import { bytes, inbound } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { calendly } from "./index.ts";

verifyTable(calendly, {
  async sign({ secret, body, timestampMs }) {
    const t = Math.floor(timestampMs / 1_000);
    const { hex } = await webHmac("SHA-256", secret, `${t}.`, body);
    return { headers: { "Calendly-Webhook-Signature": `t=${t},v1=${hex}` } };
  },
  secrets: ["calendly-right", "calendly-wrong", "calendly-other"],
  signatureHeader: "Calendly-Webhook-Signature",
  timestamped: true,
  encoding: "hex",
  joinSignatures: (first, second) => `${first},${second.slice(second.indexOf("v1="))}`,
  malformed: [
    ["potato", "malformed_header"],
    ["v1=00", "malformed_header"],
    ["t=1,t=2,v1=00", "malformed_header"],
    ["t=,v1=00", "malformed_timestamp"],
    ["t=1e9,v1=00", "malformed_timestamp"],
    ["t=1", "no_supported_scheme"],
    ["t=1,v1=potato", "malformed_signature"],
    ["t=1,v1=00", "signature_mismatch"],
  ],
});

it("an event is described by its own words", () => {
  const body = bytes('{"event":"invitee.created","created_at":"2020-11-23T17:51:19.000000Z","payload":{}}');
  expect(calendly.describe(inbound({ headers: {}, body }), {})).toEqual({
    type: "invitee.created",
    id: expect.stringMatching(/^sha256:/),
    occurredAt: "2020-11-23T17:51:19.000000Z",
  });
});
