import { Buffer } from "node:buffer";
import { createVerify, X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bytes, inbound, NOW, type ToSign, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { awsSns } from "./index.ts";
import { ask, key, signAsSns, signer, sns, TOPIC } from "./test-message.ts";

/** SNS has no header and signs fields instead of bytes: what the table cannot ask for that is asked below. */
verifyTable(sns, {
  sign: ({ secret, timestampMs }: ToSign) => ({
    headers: {},
    body: signAsSns(key, { TopicArn: secret, Timestamp: new Date(timestampMs).toISOString() }),
  }),
  secrets: [TOPIC, `${TOPIC}-wrong`, `${TOPIC}-other`],
  signatureHeader: null,
  timestamped: true,
  encoding: "base64",
  signsBytes: false,
  malformed: [],
});

describe("a message of SNS", () => {
  it.each(["1", "2"])(
    "of signature version %s is verified, and plain openssl agrees",
    async (SignatureVersion) => {
      const body = signAsSns(key, { SignatureVersion });
      expect(verdict(await ask(body))).toBe("verified");
      const message: Record<string, string> = JSON.parse(new TextDecoder().decode(body));
      // The order of docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
      const text = `Message\n${message.Message}\nMessageId\n${message.MessageId}\nTimestamp\n${message.Timestamp}\nTopicArn\n${message.TopicArn}\nType\nNotification\n`;
      const verifier = createVerify(SignatureVersion === "1" ? "RSA-SHA1" : "RSA-SHA256").update(text);
      expect(
        verifier.verify(new X509Certificate(signer.pem).publicKey, message.Signature ?? "", "base64"),
      ).toBe(true);
    },
  );

  it("of version 1 is refused where the operator takes 2 only", async () => {
    const settings = { signatureVersion: "2" };
    expect(verdict(await ask(signAsSns(key, { SignatureVersion: "1" }), sns, settings))).toBe(
      "no_supported_scheme",
    );
    expect(verdict(await ask(signAsSns(key, { SignatureVersion: "2" }), sns, settings))).toBe("verified");
  });

  it.each(["", "0", "3", "1 ", "2.0"])("of signature version %j is refused", async (SignatureVersion) => {
    expect(verdict(await ask(signAsSns(key, { SignatureVersion })))).toBe("no_supported_scheme");
  });

  it("of version 1 that says it were 2 is refused", async () => {
    const body = signAsSns(key, { SignatureVersion: "1" }, { SignatureVersion: "2" });
    expect(verdict(await ask(body))).toBe("signature_mismatch");
  });

  it.each([
    ["Message", "other"],
    ["MessageId", "other"],
    ["Subject", "added"],
    ["Timestamp", new Date(NOW - 1_000).toISOString()],
    ["Signature", "AAAA"],
  ])("is refused when its %s was changed", async (name, value) => {
    expect(verdict(await ask(signAsSns(key, {}, { [name]: value })))).toBe("signature_mismatch");
  });

  it("with a subject is verified, and refused without it", async () => {
    expect(verdict(await ask(signAsSns(key, { Subject: "Grüße" })))).toBe("verified");
    expect(verdict(await ask(signAsSns(key, { Subject: "Grüße" }, { Subject: undefined })))).toBe(
      "signature_mismatch",
    );
  });

  it.each(["\n", "\r"])("whose subject was moved into its id is refused (%j)", async (end) => {
    const MessageId = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324";
    const moved = { MessageId: `${MessageId}${end}Subject${end}hello`, Subject: undefined };
    const body = signAsSns(key, { MessageId, Subject: "hello" }, moved);
    expect(verdict(await ask(body))).toBe("malformed_body");
  });

  it("of several lines is verified: only the message itself may have them", async () => {
    expect(verdict(await ask(signAsSns(key, { Message: "one\nMessageId\ntwo" })))).toBe("verified");
    expect(verdict(await ask(signAsSns(key, { Subject: "one\ntwo" })))).toBe("malformed_body");
  });

  it("is one of the expected topic: AWS signs for strangers, too", async () => {
    const stranger = "arn:aws:sns:us-east-1:999999999999:MyTopic";
    expect(verdict(await ask(signAsSns(key, { TopicArn: stranger })))).toBe("signature_mismatch");
  });

  it.each([
    ["no JSON", "potato"],
    ["an array", "[]"],
    ["empty", ""],
    ["without fields", "{}"],
    ["of an unknown type", '{"Type":"Other"}'],
  ])("that is %s is refused", async (_what, text) => {
    expect(verdict(await ask(bytes(text)))).toBe("malformed_body");
  });

  it("that is not UTF-8 is refused", async () => {
    const body = signAsSns(key, { Message: "x" });
    expect(verdict(await ask(body.map((byte) => (byte === 0x78 ? 0xff : byte))))).toBe("malformed_body");
  });

  it.each([
    ["Timestamp", "yesterday", "malformed_timestamp"],
    ["Signature", "potato!", "malformed_signature"],
    ["Signature", undefined, "malformed_signature"],
    ["Message", undefined, "malformed_body"],
    ["Message", 7, "malformed_body"],
    ["Message", null, "malformed_body"],
  ])("whose %s is %j is refused: %s", async (name, value, reason) => {
    expect(verdict(await ask(signAsSns(key, {}, { [name]: value })))).toBe(reason);
  });

  it("in which a name comes twice is refused: the receiver might read the one that is not signed", async () => {
    const text = new TextDecoder().decode(signAsSns(key, { Message: "signed" }));
    const forged = text.replace("{", '{"Message":"forged",');
    expect(JSON.parse(forged).Message).toBe("signed");
    expect(verdict(await ask(bytes(forged)))).toBe("malformed_body");
    const escaped = text.replace("{", String.raw`{"Mess\u0061ge":"forged",`);
    expect(verdict(await ask(bytes(escaped)))).toBe("malformed_body");
  });

  it("that comes raw is not signed and refused", async () => {
    const request = inbound({ headers: { "x-amz-sns-rawdelivery": "true" }, body: bytes("{}") });
    expect(verdict(await verifyWith(sns, request, { secrets: [TOPIC] }))).toBe("no_supported_scheme");
  });

  it("is described by its type, its id and its time", () => {
    const body = signAsSns(key, { MessageId: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324" });
    expect(awsSns.describe(inbound({ headers: {}, body }), {})).toEqual({
      type: "Notification",
      id: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
      occurredAt: new Date(NOW).toISOString(),
    });
  });
});

it("what is signed is the text, however the JSON spells it", async () => {
  const escaped = Buffer.from(signAsSns(key, { Message: "äöå" }))
    .toString()
    .replace("äöå", String.raw`\u00e4\u00f6\u00e5`);
  expect(verdict(await ask(bytes(escaped)))).toBe("verified");
});
