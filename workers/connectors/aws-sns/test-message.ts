import { Buffer } from "node:buffer";
import { type KeyObject, sign } from "node:crypto";
import type { Connector } from "#domain/ingress/connector";
import { bytes, inbound, NOW, verifyWith } from "../testing/signed-request.ts";
import { makeCertificate } from "../testing/x509.ts";
import { awsSns } from "./index.ts";

export const TOPIC = "arn:aws:sns:us-east-1:123456789012:MyTopic";

/** Fields that SNS signs, in the order of its documentation; of notifications those that are there. */
const SIGNED = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

const MESSAGE: Readonly<Record<string, string>> = {
  Type: "Notification",
  MessageId: "da41e39f-ea4d-435a-b922-c6aae3915ebe",
  TopicArn: TOPIC,
  Message: "test message",
  Timestamp: new Date(NOW).toISOString(),
  SignatureVersion: "2",
  SigningCertURL:
    "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-7ff5318490ec183fbaddaa2a969abfda.pem",
  UnsubscribeURL: "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe",
};

/** A message with these fields, signed; `changed` is what somebody does to it on its way. */
export function signAsSns(
  key: KeyObject,
  fields: Readonly<Record<string, string>>,
  changed: Readonly<Record<string, unknown>> = {},
): Uint8Array {
  const message = { ...MESSAGE, ...fields };
  const text = SIGNED.filter((name) => message[name] !== undefined).map(
    (name) => `${name}\n${message[name]}\n`,
  );
  const hash = message.SignatureVersion === "1" ? "sha1" : "sha256";
  const Signature = sign(hash, Buffer.from(text.join("")), key).toString("base64");
  return bytes(JSON.stringify({ ...message, Signature, ...changed }));
}

const DAY_MS = 86_400_000;
export const validity = { validFrom: new Date(NOW - DAY_MS), validTo: new Date(NOW + DAY_MS) };
const root = makeCertificate({ ...validity, commonName: "Test Root", ca: true });
export const signer = makeCertificate({ ...validity, commonName: "sns.amazonaws.com", issuer: root });
export const key = signer.privateKey;

export const serving = (pem: string | null): Connector => ({
  ...awsSns,
  verify: (input) => awsSns.verify({ ...input, fetchText: () => Promise.resolve(pem) }),
});
export const sns = serving(signer.pem + root.pem);
export const ask = async (body: Uint8Array, connector = sns, settings: Record<string, string> = {}) =>
  verifyWith(connector, inbound({ headers: {}, body }), { secrets: [TOPIC], settings });
