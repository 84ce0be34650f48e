import { expect, it } from "vitest";
import { bytes, inbound } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { pagerduty } from "./index.ts";

verifyTable(pagerduty, {
  async sign({ secret, body }) {
    const { hex } = await webHmac("SHA-256", secret, body);
    return { headers: { "X-PagerDuty-Signature": `v1=${hex}` } };
  },
  secrets: ["pagerduty-right", "pagerduty-wrong", "pagerduty-other"],
  signatureHeader: "X-PagerDuty-Signature",
  // PagerDuty signs no time: only the event's id stops a replay.
  timestamped: false,
  encoding: "hex",
  joinSignatures: (first, second) => `${first},${second}`,
  malformed: [
    ["potato", "malformed_header"],
    ["v2=00", "no_supported_scheme"],
    ["v1=potato", "malformed_signature"],
    ["v1=00", "signature_mismatch"],
  ],
});

it("an event is described by its own words", () => {
  const body = bytes(
    '{"event":{"id":"01BRZWJX6FQ1O6KQ","event_type":"incident.acknowledged","resource_type":"incident","occurred_at":"2020-10-02T18:45:22.169Z","data":{}}}',
  );
  expect(pagerduty.describe(inbound({ headers: {}, body }), {})).toEqual({
    type: "incident.acknowledged",
    id: "01BRZWJX6FQ1O6KQ",
    occurredAt: "2020-10-02T18:45:22.169Z",
  });
});
