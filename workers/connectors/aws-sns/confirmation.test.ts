import { describe, expect, it } from "vitest";
import { inbound, verdict } from "../testing/signed-request.ts";
import { makeCertificate } from "../testing/x509.ts";
import { subscribeUrl } from "./addresses.ts";
import { awsSns } from "./index.ts";
import { ask, key, signAsSns, TOPIC, validity } from "./test-message.ts";

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
