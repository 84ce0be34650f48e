import { createHash, generateKeyPairSync, type KeyObject, sign as signWith } from "node:crypto";
import { PLAIN_SENDERS } from "./plain-senders.ts";
import {
  FORM_TYPE,
  JSON_TYPE,
  mac,
  SECRET,
  seconds,
  unique,
  type WebhookSender,
  WRONG,
} from "./webhook-sender.ts";

const newEcdsa = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
const newEd25519 = () => generateKeyPairSync("ed25519");
const [ecdsa, otherEcdsa] = [newEcdsa(), newEcdsa()];
const [ed25519, otherEd25519] = [newEd25519(), newEd25519()];

function spki(key: KeyObject): Buffer {
  return key.export({ format: "der", type: "spki" });
}

function standard(
  eventType: string,
  secret: string,
  wrongSecret: string,
  signature: (content: string) => string,
): WebhookSender {
  return {
    provider: "standard-webhooks",
    secret,
    wrongSecret,
    eventType,
    send(url) {
      const [id, timestamp] = [`msg_${unique()}`, seconds()];
      const body = JSON.stringify({ type: eventType, data: { amount: 1.1 } });
      const headers = {
        ...JSON_TYPE,
        "svix-id": id,
        "svix-timestamp": timestamp,
        "svix-signature": signature(`${id}.${timestamp}.${body}`),
      };
      return { url, headers, body };
    },
  };
}

const SYMMETRIC = Buffer.alloc(24, 7);
const symmetric = (key: Buffer): string => `whsec_${key.toString("base64")}`;
const asymmetric = (key: KeyObject): string => `whpk_${spki(key).subarray(-32).toString("base64")}`;

/** One of each provider of the first half, some in two ways. */
export const SENDERS: readonly WebhookSender[] = [
  ...PLAIN_SENDERS,
  {
    provider: "square",
    secret: SECRET,
    wrongSecret: WRONG,
    eventType: "square.payment.updated",
    send(url) {
      const body = JSON.stringify({ type: "payment.updated", event_id: unique() });
      const signature = mac("sha256", SECRET, url + body, "base64");
      return { url, headers: { ...JSON_TYPE, "x-square-hmacsha256-signature": signature }, body };
    },
  },
  {
    provider: "twilio",
    secret: SECRET,
    wrongSecret: WRONG,
    eventType: "twilio.message.delivered",
    send(address) {
      const url = `${address}?shop=1`;
      const fields = { MessageSid: `SM${unique()}`, MessageStatus: "delivered" };
      const signature = mac(
        "sha1",
        SECRET,
        `${url}MessageSid${fields.MessageSid}MessageStatusdelivered`,
        "base64",
      );
      const body = new URLSearchParams(fields).toString();
      return { url, headers: { ...FORM_TYPE, "x-twilio-signature": signature }, body };
    },
  },
  {
    provider: "twilio",
    secret: SECRET,
    wrongSecret: WRONG,
    eventType: "twilio.com.twilio.messaging.message.sent",
    send(address) {
      const body = JSON.stringify([{ type: "com.twilio.messaging.message.sent", id: unique() }]);
      const url = `${address}?bodySHA256=${createHash("sha256").update(body).digest("hex")}`;
      return {
        url,
        headers: { ...JSON_TYPE, "x-twilio-signature": mac("sha1", SECRET, url, "base64") },
        body,
      };
    },
  },
  {
    provider: "sendgrid",
    secret: spki(ecdsa.publicKey).toString("base64"),
    wrongSecret: spki(otherEcdsa.publicKey).toString("base64"),
    eventType: "sendgrid.bounce",
    send(url) {
      const timestamp = seconds();
      const body = `${JSON.stringify([{ event: "bounce", sg_event_id: unique() }])}\r\n`;
      const signature = signWith("sha256", Buffer.from(timestamp + body), ecdsa.privateKey);
      const headers = {
        ...JSON_TYPE,
        "x-twilio-email-event-webhook-signature": signature.toString("base64"),
        "x-twilio-email-event-webhook-timestamp": timestamp,
      };
      return { url, headers, body };
    },
  },
  {
    provider: "mailgun",
    secret: SECRET,
    wrongSecret: WRONG,
    eventType: "mailgun.delivered",
    send(url) {
      const [timestamp, token] = [seconds(), unique()];
      const signature = { timestamp, token, signature: mac("sha256", SECRET, timestamp + token, "hex") };
      return {
        url,
        headers: JSON_TYPE,
        body: JSON.stringify({ signature, "event-data": { event: "delivered" } }),
      };
    },
  },
  standard(
    "invoice.paid",
    symmetric(SYMMETRIC),
    symmetric(Buffer.alloc(24, 9)),
    (content) => `v1,${mac("sha256", SYMMETRIC, content, "base64")}`,
  ),
  standard(
    "invoice.voided",
    asymmetric(ed25519.publicKey),
    asymmetric(otherEd25519.publicKey),
    (content) => `v1a,${signWith(null, Buffer.from(content), ed25519.privateKey).toString("base64")}`,
  ),
];
