import { Buffer } from "node:buffer";
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { verifyKey } from "discord-interactions";
import { describe, expect, it } from "vitest";
import { bytes, inbound, NOW, type ToSign, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { discord } from "./index.ts";

const keys = new Map<string, KeyObject>();
function application(): string {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const hex = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("hex");
  keys.set(hex, privateKey);
  return hex;
}
const [right, wrong, other] = [application(), application(), application()] as const;

function signAsDiscord({ secret, body, timestampMs }: ToSign) {
  const timestamp = String(Math.floor(timestampMs / 1_000));
  const key = keys.get(secret);
  if (key === undefined) throw new Error("unknown application");
  const signature = sign(null, Buffer.concat([Buffer.from(timestamp), body]), key).toString("hex");
  return { headers: { "X-Signature-Ed25519": signature, "X-Signature-Timestamp": timestamp } };
}

verifyTable(discord, {
  sign: signAsDiscord,
  secrets: [right, wrong, other],
  signatureHeader: "X-Signature-Ed25519",
  timestamped: true,
  encoding: "hex",
  malformed: [
    ["potato", "malformed_signature"],
    ["00", "malformed_signature"],
    ["0".repeat(127), "malformed_signature"],
    ["00".repeat(64), "signature_mismatch"],
  ],
});

const send = (text: string, secret = right) => {
  const body = bytes(text);
  return inbound({ ...signAsDiscord({ secret, body, timestampMs: NOW }), body });
};
const ask = (request: ReturnType<typeof send>, secrets: readonly string[] = [right]) =>
  verifyWith(discord, request, { secrets });

describe("Discord's PING", () => {
  const INTERACTION_PING = '{"application_id":"1","id":"2","token":"t","type":1,"version":1}';
  const EVENT_PING = '{"version":1,"application_id":"1","type":0}';

  it("of interactions is answered with a PONG", async () => {
    expect(await ask(send(INTERACTION_PING))).toEqual({
      kind: "challenge",
      status: 200,
      contentType: "application/json",
      body: '{"type":1}',
    });
  });

  it("of webhook events is answered with 204 and nothing", async () => {
    expect(await ask(send(EVENT_PING))).toEqual({
      kind: "challenge",
      status: 204,
      contentType: "application/json",
      body: "",
    });
  });

  it.each([INTERACTION_PING, EVENT_PING])("with a wrong signature is refused: %s", async (text) => {
    expect(verdict(await ask(send(text, wrong)))).toBe("signature_mismatch");
  });

  it("that is old is refused", async () => {
    const body = bytes(EVENT_PING);
    const signed = signAsDiscord({ secret: right, body, timestampMs: NOW - 600_000 });
    expect(verdict(await ask(inbound({ ...signed, body })))).toBe("timestamp_outside_tolerance");
  });

  it("is not seen in an event, whose type is 1, too", async () => {
    const event = '{"version":1,"application_id":"1","type":1,"event":{"type":"APPLICATION_AUTHORIZED"}}';
    expect(verdict(await ask(send(event)))).toBe("verified");
  });
});

it.each(["potato", "00", `${"0".repeat(64)}00`])("a public key like %j verifies nothing", async (key) => {
  expect(verdict(await ask(send("{}"), [key]))).toBe("no_secret_configured");
});

it.each(["", "abc", "1e9", "-1"])("a timestamp like %j is refused", async (value) => {
  const request = send("{}");
  const headers = new Map([...request.headers, ["x-signature-timestamp", value]]);
  expect(verdict(await ask({ ...request, headers }))).toMatch(
    /^m(?:issing_signature_header|alformed_timestamp)$/,
  );
});

describe("what Discord really sent", () => {
  /** Source: github.com/hikari-py/hikari, tests/hikari/impl/test_interaction_server.py at 0ac3385. */
  const PUBLIC_KEY = "122ddf58a895d7e1b76ff5d071b0aac9b7765e2ab515e11b7fcaf964db5490c6";
  const TIMESTAMP = "1643807576";
  const SIGNATURE =
    "8c2ab29e050c536763c97d41bd022e272d5bb0a9be674ed55a12a620c50b21d8634299f5578007f297ba97cc17204cc5336b47a01c118e7c58055081402eb504";
  const BODY = [
    '{"application_id":"658822586720976907","channel_id":"938391701561679903",',
    '"data":{"id":"870616445036421159","name":"ping","type":1},',
    '"guild_id":"561884984214814744","guild_locale":"en-GB","id":"938421734825140264","locale":"en-GB",',
    '"member":{"avatar":null,"communication_disabled_until":null,"deaf":false,"is_pending":false,',
    '"joined_at":"2019-03-31T12:10:19.616000+00:00","mute":false,"nick":"Snab","pending":false,',
    '"permissions":"2199023255551","premium_since":null,"roles":["561885635074457600"],',
    '"user":{"avatar":"2549318b6a5f514a6c4a4379ed89a469","discriminator":"6127","id":"115590097100865541",',
    '"public_flags":131072,"username":"Faster Speeding"}},',
    '"token":"aW50ZXJhY3Rpb246OTM4NDIxNzM0ODI1MTQwMjY0Ok1pR0t6dGt3T1Q4SkhHMnREQmJ2RXI4Vk5vaXZ0UzVMRTBqdVRLcmhn',
    "d1dYdEd6d2dlTUZGMlNQRkRybGZJaHVuWHZva2lKaWQzcjh1ZEt5NzJtVTFKNzdGOVREOWtoNE5BYnlCdGlGaEZDMDVMY3VhbkF1a0ZZ",
    'MnhGeU9qOHY4","type":2,"version":1}',
  ].join("");
  const request = inbound({
    body: bytes(BODY),
    headers: { "X-Signature-Ed25519": SIGNATURE, "X-Signature-Timestamp": TIMESTAMP },
  });

  it("is verified and described, and Discord's own package agrees", async () => {
    const now = 1_643_807_581_000;
    expect(verdict(await verifyWith(discord, request, { secrets: [PUBLIC_KEY], now }))).toBe("verified");
    expect(discord.describe(request, {})).toEqual({
      type: "APPLICATION_COMMAND",
      id: "938421734825140264",
      occurredAt: null,
    });
    expect(await verifyKey(BODY, SIGNATURE, TIMESTAMP, PUBLIC_KEY)).toBe(true);
  });

  it("is refused by both when a byte is another one", async () => {
    const now = 1_643_807_581_000;
    const body = BODY.replace("ping", "pong");
    const changed = { ...request, body: bytes(body) };
    expect(verdict(await verifyWith(discord, changed, { secrets: [PUBLIC_KEY], now }))).toBe(
      "signature_mismatch",
    );
    expect(await verifyKey(body, SIGNATURE, TIMESTAMP, PUBLIC_KEY)).toBe(false);
  });
});

it("a webhook event is known by its type, its time and its bytes", () => {
  const text =
    '{"version":1,"application_id":"1","type":1,"event":{"type":"ENTITLEMENT_CREATE","timestamp":"2024-10-18T18:41:21.109604","data":{}}}';
  const described = discord.describe(inbound({ headers: {}, body: bytes(text) }), {});
  expect(described).toEqual({
    type: "ENTITLEMENT_CREATE",
    id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    occurredAt: "2024-10-18T18:41:21.109604Z",
  });
  const later = discord.describe(inbound({ headers: {}, body: bytes(text.replace("21.1", "22.1")) }), {});
  expect(later.id).not.toBe(described.id);
});
