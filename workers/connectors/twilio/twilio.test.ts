import { createHash, createHmac } from "node:crypto";
import {
  getExpectedTwilioSignature,
  validateRequest,
  validateRequestWithBody,
} from "twilio/lib/webhooks/webhooks.js";
import { describe, expect, it } from "vitest";
import { publishedTable } from "../testing/published.ts";
import { bytes, inbound, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { twilio } from "./index.ts";

const URL_CALLED = "https://gateway.example/in/token?x=1";
const FORM = { "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8" };

/** JSON, whose digest the URL carries: these bodies are signed byte for byte. */
verifyTable(twilio, {
  async sign({ secret, body }) {
    const url = `${URL_CALLED}&bodySHA256=${createHash("sha256").update(body).digest("hex")}`;
    const { base64 } = await webHmac("SHA-1", secret, url);
    return { headers: { "X-Twilio-Signature": base64, "Content-Type": "application/json" }, url };
  },
  secrets: ["right token", "wrong token", "other token"],
  signatureHeader: "X-Twilio-Signature",
  timestamped: false,
  encoding: "base64",
  malformed: [
    ["foo", "malformed_signature"],
    ["RSOYDt4T1cUTdK1PDd93/VVr8B8", "malformed_signature"],
    ["RSOYDt4T1cUTdK1PDd93/VVr8B9=", "malformed_signature"],
  ],
});

publishedTable(twilio, [
  {
    name: "valid",
    source: "https://github.com/twilio/twilio-python/blob/306691e/tests/unit/test_request_validator.py",
    secrets: ["12345"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    },
    body: "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309",
    url: "https://mycompany.com/myapp.php?foo=1&bar=2",
    verdict: "verified",
  },
  {
    name: "duplicate-params",
    source: "https://github.com/twilio/twilio-python/blob/306691e/tests/unit/test_request_validator.py",
    secrets: ["12345"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Twilio-Signature": "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
    },
    body: "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234",
    url: "https://mycompany.com/myapp.php?foo=1&bar=2",
    verdict: "verified",
  },
  {
    name: "https-port-removed",
    source: "https://github.com/twilio/twilio-python/blob/306691e/tests/unit/test_request_validator.py",
    secrets: ["12345"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    },
    body: "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309",
    url: "https://mycompany.com:1234/myapp.php?foo=1&bar=2",
    verdict: "verified",
  },
  {
    name: "http-port-1234",
    source: "https://github.com/twilio/twilio-python/blob/306691e/tests/unit/test_request_validator.py",
    secrets: ["12345"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Twilio-Signature": "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
    },
    body: "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309",
    url: "http://mycompany.com:1234/myapp.php?foo=1&bar=2",
    verdict: "verified",
  },
  {
    name: "https-port-443-added",
    source: "https://github.com/twilio/twilio-python/blob/306691e/tests/unit/test_request_validator.py",
    secrets: ["12345"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Twilio-Signature": "kvajT1Ptam85bY51eRf/AJRuM3w=",
    },
    body: "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309",
    url: "https://mycompany.com/myapp.php?foo=1&bar=2",
    verdict: "verified",
  },
  {
    name: "http-port-80-added",
    source: "https://github.com/twilio/twilio-python/blob/306691e/tests/unit/test_request_validator.py",
    secrets: ["12345"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Twilio-Signature": "0ZXoZLH/DfblKGATFgpif+LLRf4=",
    },
    body: "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309",
    url: "http://mycompany.com/myapp.php?foo=1&bar=2",
    verdict: "verified",
  },
  {
    name: "json-body-sha256",
    source: "https://github.com/twilio/twilio-python/blob/306691e/tests/unit/test_request_validator.py",
    secrets: ["12345"],
    headers: { "Content-Type": "application/json", "X-Twilio-Signature": "a9nBmqA0ju/hNViExpshrM61xv4=" },
    body: '{"property": "value", "boolean": true}',
    url: "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620",
    verdict: "verified",
  },
  {
    name: "node-url-mismatch",
    source: "https://github.com/twilio/twilio-node/blob/45d3d65/spec/unit/webhooks/webhooks.spec.js",
    secrets: ["s3cr3t"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Twilio-Signature": "loLgTitFAoWx57yy5oEU4Hlddzw=",
    },
    body: "",
    url: "https://example.com/path?test=param2",
    verdict: "signature_mismatch",
  },
  {
    name: "node-port-added",
    source: "https://github.com/twilio/twilio-node/blob/45d3d65/spec/unit/webhooks/webhooks.spec.js",
    secrets: ["s3cr3t"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Twilio-Signature": "IdwMFypqvNxti3YgvWWmfcNL26M=",
    },
    body: "",
    url: "https://example.com/path?test=param",
    verdict: "verified",
  },
]);

describe("Twilio's forms", () => {
  const ask = async (
    signature: string,
    body: string | Uint8Array,
    change: Readonly<Record<string, string>> = {},
  ) => {
    const { url = URL_CALLED, webhookUrl, ...headers } = change;
    const request = inbound({
      headers: { ...FORM, "X-Twilio-Signature": signature, ...headers },
      body: typeof body === "string" ? bytes(body) : body,
      url,
    });
    const settings = webhookUrl === undefined ? {} : { webhookUrl };
    return verdict(await verifyWith(twilio, request, { secrets: ["token"], settings }));
  };

  it("are verified as Twilio's own package verifies them", async () => {
    const params = {
      To: "+18005551212",
      From: "+14158675310",
      Body: "gr\u00fc\u00dfe & mehr",
      Empty: "",
      a: "2",
      A: "1",
    };
    const body = new URLSearchParams(params).toString();
    const signature = getExpectedTwilioSignature("token", URL_CALLED, params);
    expect(await ask(signature, body)).toBe("verified");
    expect(validateRequest("token", signature, URL_CALLED, params)).toBe(true);
    expect(await ask(signature, `${body}&Extra=1`)).toBe("signature_mismatch");
    expect(validateRequest("token", signature, URL_CALLED, { ...params, Extra: "1" })).toBe(false);
    expect(await ask(signature, body, { url: `${URL_CALLED}&y=2` })).toBe("signature_mismatch");
  });

  it.each([
    "https://gateway.example/in/t?name=O'Neill&plus=a+b",
    "https://gateway.example/in/t?name=O%27Neill",
    "https://gateway.example:8443/in/t",
    "http://gateway.example/in/t?q=%C3%BC",
  ])("%s is taken in the spellings that Twilio's package takes", async (url) => {
    const signature = getExpectedTwilioSignature("token", url, {});
    const asWorkersSeeIt = new URL(url).toString();
    expect(validateRequest("token", signature, url, {})).toBe(true);
    expect(await ask(signature, "", { url: asWorkersSeeIt })).toBe("verified");
  });

  it("of bytes that are not UTF-8 are verified, and others that only decode alike are not", async () => {
    const { base64 } = await webHmac("SHA-1", "token", URL_CALLED, "Body", new Uint8Array([0xff]));
    expect(await ask(base64, "Body=%FF")).toBe("verified");
    expect(await ask(base64, "Body=%FE")).toBe("signature_mismatch");
  });

  it("are verified behind a proxy when the address written at Twilio is set", async () => {
    const written = "https://hooks.example.com/twilio";
    const signature = getExpectedTwilioSignature("token", `${written}?x=1`, { A: "1" });
    expect(await ask(signature, "A=1")).toBe("signature_mismatch");
    expect(await ask(signature, "A=1", { webhookUrl: written })).toBe("verified");
    expect(twilio.findProblems?.({ webhookUrl: written })).toEqual([]);
    expect(twilio.findProblems?.({ webhookUrl: "hooks.example.com" })).toMatchObject([
      { field: "webhookUrl" },
    ]);
  });

  it("are verified with SHA-256 when a webhooks rule says so, and with nothing that is unknown", async () => {
    const settings = "X-Twilio-Webhooks-Signature-Settings";
    const { base64 } = await webHmac("SHA-256", "token", `${URL_CALLED}A1`);
    expect(await ask(base64, "A=1", { [settings]: "key=CR1,algorithm=HMAC_SHA256" })).toBe("verified");
    expect(await ask(base64, "A=2", { [settings]: "key=CR1,algorithm=HMAC_SHA256" })).toBe(
      "signature_mismatch",
    );
    expect(await ask(base64, "A=1", { [settings]: "key=CR1,algorithm=NONE" })).toBe("no_supported_scheme");
    expect(await ask(base64, "A=1")).toBe("malformed_signature");
  });
});

describe("Twilio's JSON", () => {
  it("is verified as Twilio's own package verifies it", async () => {
    const body = '{"property": "value", "boolean": true}';
    const url = `${URL_CALLED}&bodySHA256=${createHash("sha256").update(body).digest("hex")}`;
    const signature = getExpectedTwilioSignature("token", url, {});
    for (const [sent, right] of [
      [body, true],
      [`${body} `, false],
    ] as const) {
      expect(validateRequestWithBody("token", signature, url, sent)).toBe(right);
      const headers = { "Content-Type": "application/json", "X-Twilio-Signature": signature };
      const ours = await verifyWith(twilio, inbound({ headers, body: bytes(sent), url }), {
        secrets: ["token"],
      });
      expect(verdict(ours)).toBe(right ? "verified" : "signature_mismatch");
    }
  });

  it("whose digest the URL does not carry is refused: only the address would be signed", async () => {
    const signature = getExpectedTwilioSignature("token", URL_CALLED, {});
    const headers = { "Content-Type": "application/json", "X-Twilio-Signature": signature };
    const request = inbound({ headers, body: bytes('{"forged":true}'), url: URL_CALLED });
    expect(verdict(await verifyWith(twilio, request, { secrets: ["token"] }))).toBe("no_supported_scheme");
  });
});

describe("what Twilio's requests say", () => {
  const about = (body: string, headers: Readonly<Record<string, string>> = {}) =>
    twilio.describe(inbound({ headers: { ...FORM, ...headers }, body: bytes(body) }), {});

  it.each([
    [
      "MessageSid=SM1&SmsSid=SM1&MessageStatus=delivered&SmsStatus=delivered",
      "message.delivered",
      "SM1:delivered",
    ],
    ["MessageSid=SM2&SmsSid=SM2&SmsStatus=received&Body=hi", "message.received", "SM2:received"],
    ["CallSid=CA1&CallStatus=in-progress&Digits=1", "call.in-progress", null],
    ["RecordingSid=RE1&RecordingStatus=completed&CallSid=CA1", "recording.completed", null],
    ["EventType=onMessageAdded&ConversationSid=CH1", "onMessageAdded", null],
  ])("%s is %s", (body, type, id) => {
    expect(about(body)).toEqual({ type, id, occurredAt: null });
  });

  it("a recorded request is known again, wherever the borders of its fields were moved", async () => {
    const url = "https://gateway.example/in/token?flow=1";
    const text = "MessageSidSM1MessageStatusdelivered";
    const mac = createHmac("sha1", "token").update(`${url}${text}`).digest("base64");
    const sent = (body: string, address = url) =>
      inbound({ headers: { ...FORM, "X-Twilio-Signature": mac }, body: bytes(body), url: address });
    const first = sent("MessageSid=SM1&MessageStatus=delivered");
    const again = [
      sent("MessageSid=SM1&MessageStatus=delivered&MessageSid=SM1"),
      sent("MessageSi=dSM1MessageStatusdelivered"),
      sent("", `${url}${text}`),
    ];
    for (const request of [first, ...again]) {
      expect(verdict(await verifyWith(twilio, request, { secrets: ["token"] }))).toBe("verified");
      expect(twilio.describe(request, {}).id).toBe(twilio.describe(first, {}).id);
    }
  });

  it("an event of Event Streams is described by its CloudEvent", () => {
    const body =
      '[{"specversion":"1.0","type":"com.twilio.messaging.message.sent","id":"EZ1","time":"2026-01-01T00:00:00Z"}]';
    const request = inbound({ headers: { "Content-Type": "application/json" }, body: bytes(body) });
    expect(twilio.describe(request, {})).toEqual({
      type: "com.twilio.messaging.message.sent",
      id: "EZ1",
      occurredAt: "2026-01-01T00:00:00Z",
    });
  });
});
