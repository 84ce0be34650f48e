import { expect, it } from "vitest";
import { bytes, inbound, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { vercel } from "./index.ts";

verifyTable(vercel, {
  async sign({ secret, body }) {
    const { hex } = await webHmac("SHA-1", secret, body);
    return { headers: { "x-vercel-signature": hex } };
  },
  secrets: ["vercel-right", "vercel-wrong", "vercel-other"],
  signatureHeader: "x-vercel-signature",
  // Vercel signs no time: only the event's id stops a replay.
  timestamped: false,
  encoding: "hex",
  malformed: [
    ["potato", "malformed_signature"],
    [`sha1=${"0".repeat(40)}`, "malformed_signature"],
    ["0".repeat(39), "malformed_signature"],
    ["0".repeat(64), "malformed_signature"],
    ["0".repeat(40), "signature_mismatch"],
  ],
});

it("HMAC-SHA1 is RFC 2202's", async () => {
  // RFC 2202, test case 2: the scheme is that HMAC over the body and nothing else.
  const request = inbound({
    body: bytes("what do ya want for nothing?"),
    headers: { "x-vercel-signature": "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79" },
  });
  expect(verdict(await verifyWith(vercel, request, { secrets: ["Jefe"] }))).toBe("verified");
});

it("an event is described by its own words", () => {
  const text = '{"id":"uev_CzFi8Xb","type":"deployment.created","createdAt":1567024758130,"payload":{}}';
  expect(vercel.describe(inbound({ headers: {}, body: bytes(text) }), {})).toEqual({
    type: "deployment.created",
    id: "uev_CzFi8Xb",
    occurredAt: "2019-08-28T20:39:18.130Z",
  });
});
