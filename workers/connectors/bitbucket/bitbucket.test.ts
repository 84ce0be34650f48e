import { expect, it } from "vitest";
import { bytes, inbound, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { bitbucket } from "./index.ts";

verifyTable(bitbucket, {
  async sign({ secret, body }) {
    const { hex } = await webHmac("SHA-256", secret, body);
    return { headers: { "X-Hub-Signature": `sha256=${hex}` } };
  },
  secrets: ["bitbucket-right", "bitbucket-wrong", "bitbucket-other"],
  signatureHeader: "X-Hub-Signature",
  // Bitbucket signs no time: only the request's id stops a replay.
  timestamped: false,
  encoding: "hex",
  malformed: [
    ["potato", "malformed_header"],
    ["sha1=00", "malformed_header"],
    ["sha256=", "malformed_signature"],
    ["sha256=potato", "malformed_signature"],
    [`sha256=${"0".repeat(40)}`, "malformed_signature"],
    [`sha256=${"0".repeat(64)}`, "signature_mismatch"],
  ],
});

it("Atlassian's published example is verified", async () => {
  // Source: support.atlassian.com/bitbucket-cloud/docs/manage-webhooks, "Test the validation".
  const request = inbound({
    body: bytes("Hello World!"),
    headers: { "X-Hub-Signature": "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9" },
  });
  const secrets = ["It's a Secret to Everybody"];
  expect(verdict(await verifyWith(bitbucket, request, { secrets }))).toBe("verified");
});

it("Cloud's and Data Center's headers are read", () => {
  const body = bytes('{"date":"2017-09-19T09:58:11+1000","eventKey":"repo:refs_changed"}');
  const cloud = { "X-Event-Key": "repo:push", "X-Request-UUID": "0b2c9c4e-8b2a-4f0e-9d52-3f1f3b2ad0a1" };
  expect(bitbucket.describe(inbound({ headers: cloud, body: bytes("{}") }), {})).toEqual({
    type: "repo:push",
    id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    occurredAt: null,
  });
  const dataCenter = { "X-Event-Key": "repo:refs_changed", "X-Request-Id": "c5a5f0c2" };
  expect(bitbucket.describe(inbound({ headers: dataCenter, body }), {})).toEqual({
    type: "repo:refs_changed",
    id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    occurredAt: "2017-09-19T09:58:11+10:00",
  });
});
