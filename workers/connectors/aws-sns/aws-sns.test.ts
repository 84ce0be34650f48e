import { Buffer } from "node:buffer";
import { createVerify, X509Certificate } from "node:crypto";
import https from "node:https";
import MessageValidator from "sns-validator";
import { describe, expect, it, vi } from "vitest";
import type { Connector } from "#domain/ingress/connector";
import { bytes, inbound, NOW, type ToSign, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { makeCertificate } from "../testing/x509.ts";
import { certificateUrl, SIGNER, subscribeUrl } from "./addresses.ts";
import { awsSns } from "./index.ts";
import { signAsSns, TOPIC } from "./test-message.ts";

const DAY_MS = 86_400_000;
const validity = { validFrom: new Date(NOW - DAY_MS), validTo: new Date(NOW + DAY_MS) };
const root = makeCertificate({ ...validity, commonName: "Test Root", ca: true });
const signer = makeCertificate({ ...validity, commonName: "sns.amazonaws.com", issuer: root });
const key = signer.privateKey;

const serving = (pem: string | null): Connector => ({
  ...awsSns,
  verify: (input) => awsSns.verify({ ...input, fetchText: () => Promise.resolve(pem) }),
});
const sns = serving(signer.pem + root.pem);
const ask = async (body: Uint8Array, connector = sns, settings: Record<string, string> = {}) =>
  verifyWith(connector, inbound({ headers: {}, body }), { secrets: [TOPIC], settings });

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

describe("AWS's own package for Node", () => {
  /** It fetches the certificate itself and has no other way to be given one. */
  const opinion = (body: Uint8Array) =>
    new Promise<string>((resolve) => {
      const get = vi.spyOn(https, "get").mockImplementation(((
        _url: unknown,
        answer: (response: unknown) => void,
      ) => {
        const handlers: Record<string, (chunk?: string) => void> = {};
        const response = {
          statusCode: 200,
          on: (event: string, handler: (chunk?: string) => void) => {
            handlers[event] = handler;
            return response;
          },
        };
        answer(response);
        handlers.data?.(signer.pem);
        handlers.end?.();
        return { on: () => undefined };
      }) as unknown as typeof https.get);
      new MessageValidator().validate(new TextDecoder().decode(body), (error: Error | null) => {
        get.mockRestore();
        resolve(error === null ? "verified" : error.message);
      });
    });

  it.each([
    ["a notification", signAsSns(key, {}), "verified"],
    ["version 1", signAsSns(key, { SignatureVersion: "1" }), "verified"],
    ["a subject", signAsSns(key, { Subject: "Grüße" }), "verified"],
    ["a changed message", signAsSns(key, {}, { Message: "other" }), "The message signature is invalid."],
  ])("agrees about %s", async (_what, body, said) => {
    expect(await opinion(body)).toBe(said);
    expect((await ask(body)).kind === "verified").toBe(said === "verified");
  });
});

describe("the certificate of SNS", () => {
  it.each([
    ["another host", "https://evil.test/SimpleNotificationService-abc.pem"],
    ["a bucket of a stranger", "https://sns.evil.s3.amazonaws.com/SimpleNotificationService-abc.pem"],
    ["another service", "https://s3.us-east-1.amazonaws.com/SimpleNotificationService-abc.pem"],
    ["another region", "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-abc.pem"],
    [
      "a host that begins alike",
      "https://sns.us-east-1.amazonaws.com.evil.test/SimpleNotificationService-abc.pem",
    ],
    [
      "SNS as the user name",
      "https://sns.us-east-1.amazonaws.com@evil.test/SimpleNotificationService-abc.pem",
    ],
    ["plain http", "http://sns.us-east-1.amazonaws.com/SimpleNotificationService-abc.pem"],
    ["another port", "https://sns.us-east-1.amazonaws.com:8443/SimpleNotificationService-abc.pem"],
    ["another file", "https://sns.us-east-1.amazonaws.com/?Action=GetTopic&x=.pem"],
    ["a fragment", "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-abc.pem#x.pem"],
    ["no address", "certificate"],
  ])("is asked of SNS only: %s is refused and nothing is fetched", async (_what, SigningCertURL) => {
    let fetched = 0;
    const counting: Connector = {
      ...awsSns,
      verify: (input) =>
        awsSns.verify({
          ...input,
          fetchText: () => {
            fetched += 1;
            return Promise.resolve(signer.pem);
          },
        }),
    };
    expect(verdict(await ask(signAsSns(key, { SigningCertURL }), counting))).toBe("malformed_body");
    expect(fetched).toBe(0);
  });

  it.each([
    ["arn:aws:sns:ap-southeast-1:123456789012:t", "sns.ap-southeast-1.amazonaws.com"],
    ["arn:aws-us-gov:sns:us-gov-west-1:123456789012:t", "sns.us-gov-west-1.amazonaws.com"],
    ["arn:aws-cn:sns:cn-north-1:123456789012:t", "sns.cn-north-1.amazonaws.com.cn"],
    ["arn:aws-eusc:sns:eusc-de-east-1:123456789012:t", "sns.eusc-de-east-1.amazonaws.eu"],
  ])("of a topic %s is taken from %s", (topic, host) => {
    const url = `https://${host}/SimpleNotificationService-7ff5318490ec183fbaddaa2a969abfda.pem`;
    expect(certificateUrl(url, topic)).toBe(url);
    expect(certificateUrl(url, "arn:aws:sns:us-west-2:123456789012:t")).toBe(null);
  });

  it.each([
    "",
    "orders",
    "arn:aws:sqs:us-east-1:123456789012:t",
    "arn:aws:sns:evil.test/:123456789012:t",
    "arn:other:sns:us-east-1:123456789012:t",
  ])("has no address for %j, which is no topic", (topic) => {
    expect(certificateUrl("https://sns.us-east-1.amazonaws.com/SimpleNotificationService-a.pem", topic)).toBe(
      null,
    );
  });

  it("bears a name that AWS gives to SNS", () => {
    // Names: github.com/aws/aws-sdk-java-v2, services-custom/sns-message-manager.
    for (const name of [
      "sns.amazonaws.com",
      "sns-signing.ap-east-1.amazonaws.com",
      "sns-cn-north-1.amazonaws.com.cn",
      "sns-us-gov-west-1.amazonaws.com",
      "sns.af-south-1.amazonaws.com",
      "sns-signing.eusc-de-east-1.amazonaws.eu",
    ]) {
      expect(SIGNER.test(name), name).toBe(true);
    }
    for (const name of [
      "s3.amazonaws.com",
      "sns.evil.amazonaws.com",
      "sns.amazonaws.com.evil.test",
      "xsns.amazonaws.com",
      "sns.us-east-1.s3.amazonaws.com",
    ]) {
      expect(SIGNER.test(name), name).toBe(false);
    }
  });

  it.each([
    ["of somebody else", { commonName: "evil.test" }],
    ["that has run out", { commonName: "sns.amazonaws.com", validTo: new Date(NOW - 1_000) }],
  ])("%s is not used, although it fits the signature", async (_what, wish) => {
    const other = makeCertificate({ ...validity, ...wish });
    expect(verdict(await ask(signAsSns(other.privateKey, {}), serving(other.pem)))).toBe("key_unavailable");
  });

  it("that cannot be had now makes SNS try again later", async () => {
    expect(verdict(await ask(signAsSns(key, {}), serving(null)))).toBe("key_unavailable");
  });
});

describe("a subscription's confirmation", () => {
  const Token = "2336412f37fb687f5d51e6e2425e";
  const SubscribeURL = `https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=${Token}`;
  const CONFIRMATION = { Type: "SubscriptionConfirmation", Token, SubscribeURL };

  it("tells the address that confirms it, when it is signed", async () => {
    expect(await ask(signAsSns(key, CONFIRMATION))).toEqual({
      kind: "challenge",
      status: 200,
      contentType: "text/plain",
      body: "",
      confirmUrl: SubscribeURL,
    });
  });

  it("that is not signed tells no address", async () => {
    const other = makeCertificate({ ...validity, commonName: "sns.amazonaws.com" });
    const answer = await ask(signAsSns(other.privateKey, CONFIRMATION));
    expect(verdict(answer)).toBe("signature_mismatch");
    expect(JSON.stringify(answer)).not.toContain("amazonaws");
    expect(verdict(await ask(signAsSns(key, CONFIRMATION, { SubscribeURL: "https://evil.test/" })))).toBe(
      "signature_mismatch",
    );
  });

  it.each([
    ["another host", "https://evil.test/?Action=ConfirmSubscription"],
    ["another action", SubscribeURL.replace("ConfirmSubscription", "DeleteTopic")],
    ["another topic", SubscribeURL.replace("MyTopic", "Other")],
    ["another token", SubscribeURL.replace("Token=2", "Token=3")],
    ["another path", SubscribeURL.replace("/?", "/other?")],
    ["more than that", `${SubscribeURL}&Action=DeleteTopic`],
    ["plain http", SubscribeURL.replace("https", "http")],
  ])("with %s is refused even when it is signed", async (_what, url) => {
    expect(subscribeUrl(url, TOPIC, Token)).toBe(null);
    expect(verdict(await ask(signAsSns(key, { ...CONFIRMATION, SubscribeURL: url })))).toBe("malformed_body");
  });

  it("of a stranger's topic is refused: confirming it would let him speak", async () => {
    const TopicArn = "arn:aws:sns:us-east-1:999999999999:MyTopic";
    const url = SubscribeURL.replace(TOPIC, TopicArn);
    expect(verdict(await ask(signAsSns(key, { ...CONFIRMATION, TopicArn, SubscribeURL: url })))).toBe(
      "signature_mismatch",
    );
  });

  it("of an unsubscription is an event like others", async () => {
    const body = signAsSns(key, { ...CONFIRMATION, Type: "UnsubscribeConfirmation" });
    expect(verdict(await ask(body))).toBe("verified");
    expect(awsSns.describe(inbound({ headers: {}, body }), {}).type).toBe("UnsubscribeConfirmation");
  });
});

it("what is signed is the text, however the JSON spells it", async () => {
  const escaped = Buffer.from(signAsSns(key, { Message: "äöå" }))
    .toString()
    .replace("äöå", String.raw`\u00e4\u00f6\u00e5`);
  expect(verdict(await ask(bytes(escaped)))).toBe("verified");
});
