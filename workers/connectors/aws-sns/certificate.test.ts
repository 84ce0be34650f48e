import https from "node:https";
import MessageValidator from "sns-validator";
import { describe, expect, it, vi } from "vitest";
import type { Connector } from "#domain/ingress/connector";
import { NOW, verdict } from "../testing/signed-request.ts";
import { makeCertificate } from "../testing/x509.ts";
import { certificateUrl, SIGNER } from "./addresses.ts";
import { awsSns } from "./index.ts";
import { ask, key, serving, signAsSns, signer, validity } from "./test-message.ts";

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
