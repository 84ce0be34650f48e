import { expect, it } from "vitest";
import { bytes, inbound, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { intercom } from "./index.ts";

verifyTable(intercom, {
  async sign({ secret, body }) {
    const { hex } = await webHmac("SHA-1", secret, body);
    return { headers: { "X-Hub-Signature": `sha1=${hex}` } };
  },
  secrets: ["client-secret-right", "client-secret-wrong", "client-secret-other"],
  signatureHeader: "X-Hub-Signature",
  // Intercom signs no time: only the notification's id stops a replay.
  timestamped: false,
  encoding: "hex",
  malformed: [
    ["potato", "malformed_header"],
    ["sha256=00", "malformed_header"],
    ["sha1=", "malformed_signature"],
    ["sha1=potato", "malformed_signature"],
    [`sha1=${"0".repeat(64)}`, "malformed_signature"],
    [`sha1=${"0".repeat(40)}`, "signature_mismatch"],
  ],
});

it("HMAC-SHA1 is RFC 2202's", async () => {
  // RFC 2202, test case 2: the scheme is that HMAC over the body and nothing else.
  const request = inbound({
    body: bytes("what do ya want for nothing?"),
    headers: { "X-Hub-Signature": "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79" },
  });
  expect(verdict(await verifyWith(intercom, request, { secrets: ["Jefe"] }))).toBe("verified");
});

it("the HEAD by which Intercom looks whether the address exists is answered with nothing", async () => {
  const request = inbound({ headers: {}, body: bytes("") }, "HEAD");
  expect(await verifyWith(intercom, request, { secrets: [] })).toEqual({
    kind: "challenge",
    status: 200,
    contentType: "text/plain",
    body: "",
  });
});

it("a notification is described by its topic, its id and when it was made", () => {
  const text =
    '{"type":"notification_event","id":"notif_78c122d0-23ba-11e4-9464-79b01267cc2e","topic":"user.created","app_id":"a86dr8yl","created_at":1392731331,"delivery_attempts":1,"data":{}}';
  expect(intercom.describe(inbound({ headers: {}, body: bytes(text) }), {})).toEqual({
    type: "user.created",
    id: "notif_78c122d0-23ba-11e4-9464-79b01267cc2e",
    occurredAt: "2014-02-18T13:48:51.000Z",
  });
});
