import { expect, it } from "vitest";
import { bytes, inbound, NOW, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { webflow } from "./index.ts";

async function signAsWebflow(secret: string, body: Uint8Array, timestampMs: number) {
  const { hex } = await webHmac("SHA-256", secret, `${timestampMs}:`, body);
  return { "x-webflow-signature": hex, "x-webflow-timestamp": String(timestampMs) };
}

verifyTable(webflow, {
  sign: async ({ secret, body, timestampMs }) => ({
    headers: await signAsWebflow(secret, body, timestampMs),
  }),
  secrets: ["webflow-right", "webflow-wrong", "webflow-other"],
  signatureHeader: "x-webflow-signature",
  timestamped: true,
  encoding: "hex",
  malformed: [
    ["potato", "malformed_signature"],
    ["00", "malformed_signature"],
    ["0".repeat(64), "signature_mismatch"],
  ],
});

it.each([
  [undefined, "missing_signature_header"],
  ["", "missing_signature_header"],
  ["abc", "malformed_timestamp"],
  ["1", "signature_mismatch"],
])("a timestamp of %j is refused: %s", async (value, reason) => {
  const body = bytes("{}");
  const signed = await signAsWebflow("s", body, NOW);
  const headers: Record<string, string> = { "x-webflow-signature": signed["x-webflow-signature"] };
  if (value !== undefined) headers["x-webflow-timestamp"] = value;
  expect(verdict(await verifyWith(webflow, inbound({ headers, body }), { secrets: ["s"] }))).toBe(reason);
});

it("an event is described by its trigger", () => {
  const body = bytes('{"triggerType":"form_submission","payload":{"name":"Contact Us"}}');
  expect(webflow.describe(inbound({ headers: {}, body }), {})).toEqual({
    type: "form_submission",
    id: expect.stringMatching(/^sha256:/),
    occurredAt: null,
  });
});
