import { Buffer } from "node:buffer";
import sendgridSdk from "@sendgrid/eventwebhook";
import { describe, expect, it } from "vitest";
import { publishedTable } from "../testing/published.ts";
import {
  bytes,
  inbound,
  NOW,
  type SignedParts,
  type ToSign,
  verdict,
  verifyWith,
} from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { sendgrid } from "./index.ts";

const ECDSA = { name: "ECDSA", namedCurve: "P-256" } as const;

/** Private keys by the public key that a source would store. */
const PRIVATE_KEYS = new Map<string, CryptoKey>();

async function newKey(): Promise<string> {
  const pair = await crypto.subtle.generateKey(ECDSA, true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("no pair");
  const spki = await crypto.subtle.exportKey("spki", pair.publicKey);
  if (!(spki instanceof ArrayBuffer)) throw new Error("no SPKI");
  const text = Buffer.from(spki).toString("base64");
  PRIVATE_KEYS.set(text, pair.privateKey);
  return text;
}

/** Web Crypto gives r and s in a row; SendGrid sends them as DER. */
function toDer(raw: Uint8Array): Buffer {
  const numbers = [raw.subarray(0, 32), raw.subarray(32)].map((half) => {
    const start = half.findIndex((byte) => byte !== 0);
    const bare = half.subarray(start);
    const body = (bare[0] ?? 0) >= 0x80 ? [0, ...bare] : [...bare];
    return [0x02, body.length, ...body];
  });
  const content = numbers.flat();
  return Buffer.from([0x30, content.length, ...content]);
}

async function sign({ secret, body, timestampMs }: ToSign): Promise<SignedParts> {
  const key = PRIVATE_KEYS.get(secret);
  if (key === undefined) throw new Error("unknown key");
  const seconds = String(Math.floor(timestampMs / 1_000));
  const content = Buffer.concat([Buffer.from(seconds), body]);
  const raw = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, content);
  return {
    headers: {
      "X-Twilio-Email-Event-Webhook-Signature": toDer(new Uint8Array(raw)).toString("base64"),
      "X-Twilio-Email-Event-Webhook-Timestamp": seconds,
    },
  };
}

const [right, wrong, other] = [await newKey(), await newKey(), await newKey()];

verifyTable(sendgrid, {
  sign,
  secrets: [right, wrong, other],
  signatureHeader: "X-Twilio-Email-Event-Webhook-Signature",
  timestamped: true,
  encoding: "base64",
  malformed: [
    ["foo", "malformed_signature"],
    ["AAAA", "malformed_signature"],
    [Buffer.alloc(64, 1).toString("base64"), "malformed_signature"],
    [Buffer.from([0x30, 0x44, ...Buffer.alloc(68)]).toString("base64"), "signature_mismatch"],
  ],
});

publishedTable(sendgrid, [
  {
    name: "single-event",
    source:
      "https://github.com/sendgrid/sendgrid-nodejs/blob/498e232/packages/eventwebhook/src/eventwebhook.spec.js",
    secrets: [
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
    ],
    headers: {
      "Content-Type": "application/json",
      "X-Twilio-Email-Event-Webhook-Signature":
        "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
      "X-Twilio-Email-Event-Webhook-Timestamp": "1600112502",
    },
    body: '[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n',
    now: 1600112562,
    verdict: "verified",
  },
  {
    name: "multi-event",
    source:
      "https://github.com/sendgrid/sendgrid-nodejs/blob/498e232/packages/eventwebhook/src/eventwebhook.spec.js",
    secrets: [
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQ4LIFtWztlsF7skFqOncjD1lun4H5w8XOhyOArHW9RcIx/FfEzx6cikC/yPfUvwaX/JScE7Fc9CJD2afQ9Ok3Q==",
    ],
    headers: {
      "Content-Type": "application/json",
      "X-Twilio-Email-Event-Webhook-Signature":
        "MEYCIQC/I4o6vCgqRYrTljjoVWB/GRWNtxeePlLMHr3x9ETeRQIhAIpV+03nREPTTHWSW0wIOA0EoMPdcNgXa70yCaqDJlu5",
      "X-Twilio-Email-Event-Webhook-Timestamp": "1619651159",
    },
    body: '[{"email":"invalid@gmail.com","event":"processed","send_at":0,"sg_event_id":"cHJvY2Vzc2VkLTE5OTQyMTEyLXFOd0JMZ1BRUWpXNkRKdktRd1NBYnctMA","sg_message_id":"qNwBLgPQQjW6DJvKQwSAbw.filterdrecv-canary-547b64655b-cw6zx-1-6089EA4A-56.0","smtp-id":"<qNwBLgPQQjW6DJvKQwSAbw@ismtpd0178p1mdw1.sendgrid.net>","timestamp":1619651146},\r\n{"email":"invalid@gmail.com","event":"bounce","ip":"167.89.101.76","reason":"552 5.2.2 The email account that you tried to reach is over quota and inactive. Please direct the recipient to https://support.google.com/mail/?p=OverQuotaPerm c17si1130468pgv.34 - gsmtp","sg_event_id":"Ym91bmNlLTAtMTk5NDIxMTItcU53QkxnUFFRalc2REp2S1F3U0Fidy0w","sg_message_id":"qNwBLgPQQjW6DJvKQwSAbw.filterdrecv-canary-547b64655b-cw6zx-1-6089EA4A-56.0","smtp-id":"<qNwBLgPQQjW6DJvKQwSAbw@ismtpd0178p1mdw1.sendgrid.net>","status":"5.2.2","timestamp":1619651147,"tls":1,"type":"blocked"}]\r\n',
    now: 1619651219,
    verdict: "verified",
  },
  {
    name: "wrong-key",
    source:
      "https://github.com/sendgrid/sendgrid-nodejs/blob/498e232/packages/eventwebhook/src/eventwebhook.spec.js",
    secrets: [
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqTxd43gyp8IOEto2LdIfjRQrIbsd4SXZkLW6jDutdhXSJCWHw8REntlo7aNDthvj+y7GjUuFDb/R1NGe1OPzpA==",
    ],
    headers: {
      "Content-Type": "application/json",
      "X-Twilio-Email-Event-Webhook-Signature":
        "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
      "X-Twilio-Email-Event-Webhook-Timestamp": "1600112502",
    },
    body: '[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n',
    now: 1600112562,
    verdict: "signature_mismatch",
  },
  {
    name: "bad-payload",
    source:
      "https://github.com/sendgrid/sendgrid-nodejs/blob/498e232/packages/eventwebhook/src/eventwebhook.spec.js",
    secrets: [
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
    ],
    headers: {
      "Content-Type": "application/json",
      "X-Twilio-Email-Event-Webhook-Signature":
        "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
      "X-Twilio-Email-Event-Webhook-Timestamp": "1600112502",
    },
    body: "payload",
    now: 1600112562,
    verdict: "signature_mismatch",
  },
  {
    name: "bad-signature",
    source:
      "https://github.com/sendgrid/sendgrid-nodejs/blob/498e232/packages/eventwebhook/src/eventwebhook.spec.js",
    secrets: [
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
    ],
    headers: {
      "Content-Type": "application/json",
      "X-Twilio-Email-Event-Webhook-Signature":
        "MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nlxFDWYNH3j/0=",
      "X-Twilio-Email-Event-Webhook-Timestamp": "1600112502",
    },
    body: '[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n',
    now: 1600112562,
    verdict: "signature_mismatch",
  },
  {
    name: "bad-timestamp",
    source:
      "https://github.com/sendgrid/sendgrid-nodejs/blob/498e232/packages/eventwebhook/src/eventwebhook.spec.js",
    secrets: [
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
    ],
    headers: {
      "Content-Type": "application/json",
      "X-Twilio-Email-Event-Webhook-Signature":
        "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
      "X-Twilio-Email-Event-Webhook-Timestamp": "timestamp",
    },
    body: '[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n',
    now: 1600112562,
    verdict: "malformed_timestamp",
  },
]);

describe("SendGrid's key", () => {
  const ask = async (secrets: readonly string[]) => {
    const body = bytes("[]");
    const parts = await sign({ secret: right, body, timestampMs: NOW });
    return verdict(await verifyWith(sendgrid, inbound({ ...parts, body }), { secrets }));
  };

  it("may be pasted as PEM", async () => {
    const lines = right.match(/.{1,64}/g)?.join("\n");
    expect(await ask([`-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----\n`])).toBe("verified");
  });

  it("that is none is told as such, and does not lock out the right one beside it", async () => {
    expect(await ask(["SG.an-api-key"])).toBe("no_secret_configured");
    expect(await ask(["SG.an-api-key", right])).toBe("verified");
  });

  it("of another kind is refused", async () => {
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, true, [
      "sign",
      "verify",
    ]);
    if (!("privateKey" in pair)) throw new Error("no pair");
    const spki = await crypto.subtle.exportKey("spki", pair.publicKey);
    if (!(spki instanceof ArrayBuffer)) throw new Error("no SPKI");
    expect(await ask([Buffer.from(spki).toString("base64")])).toBe("no_secret_configured");
  });
});

describe("SendGrid's own package", () => {
  const sdk = new sendgridSdk.EventWebhook();
  const NAME = "X-Twilio-Email-Event-Webhook-Signature";

  it("agrees about right, changed and foreign requests", async () => {
    const body = '[{"event":"delivered","sg_event_id":"1"}]\r\n';
    const { headers } = await sign({ secret: right, body: bytes(body), timestampMs: NOW });
    for (const [sent, key, fits] of [
      [body, right, true],
      [body.trim(), right, false],
      [body, wrong, false],
    ] as const) {
      const theirs = sdk.verifySignature(
        sdk.convertPublicKeyToECDSA(key),
        sent,
        headers[NAME] ?? "",
        String(NOW / 1_000),
      );
      expect(theirs).toBe(fits);
      const ours = await verifyWith(sendgrid, inbound({ headers, body: bytes(sent) }), { secrets: [key] });
      expect(verdict(ours)).toBe(fits ? "verified" : "signature_mismatch");
    }
  });
});

describe("what SendGrid's batches say", () => {
  const about = (events: unknown) =>
    sendgrid.describe(inbound({ headers: {}, body: bytes(JSON.stringify(events)) }), {});

  it("an event alone has its own type and id", () => {
    expect(about([{ event: "bounce", sg_event_id: "a", timestamp: 1_767_225_600 }])).toEqual({
      type: "bounce",
      id: "a",
      occurredAt: "2026-01-01T00:00:00.000Z",
    });
  });

  it("a batch of one kind has that type, a mixed one is a batch", () => {
    expect(about([{ event: "open" }, { event: "open" }]).type).toBe("open");
    expect(about([{ event: "open" }, { event: "click" }]).type).toBe("batch");
  });

  it("the same batch has the same id, another one another, also when an event has no id", () => {
    const batch = [{ sg_event_id: "a" }, { sg_event_id: "b" }];
    expect(about(batch).id).toMatch(/^batch_[0-9a-f]{64}$/);
    expect(about(batch).id).toBe(about(batch).id);
    expect(about([{ sg_event_id: "a" }, { sg_event_id: "c" }]).id).not.toBe(about(batch).id);
    const bare = [{ sg_event_id: "a" }, { event: "open", timestamp: 1 }];
    expect(about(bare).id).toMatch(/^body_[0-9a-f]{64}$/);
    expect(about(bare).id).toBe(about(bare).id);
    expect(about([{ sg_event_id: "a" }, { event: "open", timestamp: 2 }]).id).not.toBe(about(bare).id);
  });
});
