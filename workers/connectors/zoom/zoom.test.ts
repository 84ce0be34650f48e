import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bytes, inbound, NOW, type ToSign, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { zoom } from "./index.ts";

async function signAsZoom({ secret, body, timestampMs }: ToSign) {
  const timestamp = String(Math.floor(timestampMs / 1_000));
  const { hex } = await webHmac("SHA-256", secret, `v0:${timestamp}:`, body);
  return { headers: { "x-zm-signature": `v0=${hex}`, "x-zm-request-timestamp": timestamp } };
}

verifyTable(zoom, {
  sign: signAsZoom,
  secrets: ["NbSl-right-A1", "NbSl-wrong-B2", "NbSl-other-C3"],
  signatureHeader: "x-zm-signature",
  timestamped: true,
  encoding: "hex",
  malformed: [
    ["potato", "malformed_header"],
    ["v1=00", "malformed_header"],
    ["v0=", "malformed_signature"],
    ["v0=potato", "malformed_signature"],
    [`v0=${"0".repeat(63)}`, "malformed_signature"],
    [`v0=${"0".repeat(64)}`, "signature_mismatch"],
  ],
});

describe("endpoint.url_validation", () => {
  const QUESTION =
    '{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation"}';
  const ask = async (text: string, secret: string, secrets: readonly string[]) => {
    const body = bytes(text);
    const request = inbound({ ...(await signAsZoom({ secret, body, timestampMs: NOW })), body });
    return verifyWith(zoom, request, { secrets });
  };
  const answerOf = (secret: string) => ({
    kind: "challenge",
    status: 200,
    contentType: "application/json",
    body: JSON.stringify({
      plainToken: "qgg8vlvZRS6UYooatFL8Aw",
      encryptedToken: createHmac("sha256", secret).update("qgg8vlvZRS6UYooatFL8Aw").digest("hex"),
    }),
  });

  it("is answered with the token signed by the secret", async () => {
    expect(await ask(QUESTION, "one", ["one"])).toEqual(answerOf("one"));
  });

  it("during a rotation is answered with the secret that the question was signed with", async () => {
    expect(await ask(QUESTION, "old", ["new", "old"])).toEqual(answerOf("old"));
    expect(await ask(QUESTION, "new", ["new", "old"])).toEqual(answerOf("new"));
  });

  it("that a stranger asks is not answered: the answer would sign a forged event for him", async () => {
    const forged = QUESTION.replace("qgg8vlvZRS6UYooatFL8Aw", `v0:${NOW / 1_000}:{}`);
    expect(verdict(await ask(forged, "guess", ["one"]))).toBe("signature_mismatch");
    const unsigned = await verifyWith(zoom, inbound({ headers: {}, body: bytes(QUESTION) }), {
      secrets: ["one"],
    });
    expect(verdict(unsigned)).toBe("missing_signature_header");
  });

  it.each([
    '{"event":"endpoint.url_validation"}',
    '{"event":"endpoint.url_validation","payload":{"plainToken":7}}',
    `{"event":"endpoint.url_validation","payload":{"plainToken":"${"x".repeat(600)}"}}`,
  ])("without a usable token is refused", async (text) => {
    expect(verdict(await ask(text, "one", ["one"]))).toBe("malformed_body");
  });
});

it.each([undefined, "", "abc", "1.5"])("a timestamp like %j is refused", async (value) => {
  const body = bytes("{}");
  const { headers } = await signAsZoom({ secret: "s", body, timestampMs: NOW });
  const { "x-zm-request-timestamp": _timestamp, ...rest } = headers;
  const request = inbound({
    body,
    headers: value === undefined ? rest : { ...rest, "x-zm-request-timestamp": value },
  });
  expect(verdict(await verifyWith(zoom, request, { secrets: ["s"] }))).toMatch(
    /^m(?:issing_signature_header|alformed_timestamp)$/,
  );
});

it("an event is known by its bytes, which hold its time", () => {
  const text =
    '{"event":"meeting.started","event_ts":1626230691572,"payload":{"object":{"uuid":"4444AAAiAAAAAiAiAiiAii=="}}}';
  const described = zoom.describe(inbound({ headers: {}, body: bytes(text) }), {});
  expect(described.type).toBe("meeting.started");
  expect(described.occurredAt).toBe("2021-07-14T02:44:51.572Z");
  expect(described.id).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(zoom.describe(inbound({ headers: { "x-zm-request-id": "other" }, body: bytes(text) }), {}).id).toBe(
    described.id,
  );
});
