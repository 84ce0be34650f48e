import { Paddle } from "@paddle/paddle-node-sdk";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { publishedTable } from "../testing/published.ts";
import { bytes, inbound, NOW, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { paddle } from "./index.ts";

verifyTable(paddle, {
  async sign({ secret, body, timestampMs }) {
    const ts = Math.floor(timestampMs / 1_000);
    const { hex } = await webHmac("SHA-256", secret, `${ts}:`, body);
    return { headers: { "Paddle-Signature": `ts=${ts};h1=${hex}` } };
  },
  secrets: ["pdl_ntfset_right", "pdl_ntfset_wrong", "pdl_ntfset_other"],
  signatureHeader: "Paddle-Signature",
  timestamped: true,
  encoding: "hex",
  joinSignatures: (first, second) => `${first};${second.slice(second.indexOf("h1="))}`,
  malformed: [
    ["invalid_header", "malformed_header"],
    ["ts=1;ts=2;h1=00", "malformed_header"],
    ["h1=00", "malformed_timestamp"],
    ["ts=1,h1=00", "malformed_timestamp"],
    ["ts=1;h2=00", "no_supported_scheme"],
    ["ts=1;h1=", "signature_mismatch"],
  ],
});

publishedTable(paddle, [
  {
    name: "valid",
    source:
      "https://github.com/PaddleHQ/paddle-node-sdk/blob/b8ee4b1/src/__tests__/notifications/webhooks-validator.node.test.ts",
    secrets: ["VALID_SECRET"],
    headers: {
      "Content-Type": "application/json",
      "Paddle-Signature": "ts=1698796800;h1=a300428748dce5c70e4da19bffd60769591ea969c99dea3105d0ec9612cf43f9",
    },
    body: '{"data": ["1", "2"]}',
    now: 1698796800,
    toleranceS: 5,
    verdict: "verified",
  },
  {
    name: "multiple-hashes",
    source:
      "https://github.com/PaddleHQ/paddle-node-sdk/blob/b8ee4b1/src/__tests__/notifications/webhooks-validator.node.test.ts",
    secrets: ["VALID_SECRET"],
    headers: {
      "Content-Type": "application/json",
      "Paddle-Signature":
        "ts=1698796800;h1=28981e941fae76e53db32f3d2a83cb69db41476595e84e1970a1b5d98f62b261;h1=28981e941fae76e53db32f3d2a83cb69db41476595e84e1970a1b5d98f62b261;h2=RANDOM_HASH",
    },
    body: '{"data": "value"}',
    now: 1698796800,
    toleranceS: 5,
    verdict: "verified",
  },
  {
    name: "invalid-secret",
    source:
      "https://github.com/PaddleHQ/paddle-node-sdk/blob/b8ee4b1/src/__tests__/notifications/webhooks-validator.node.test.ts",
    secrets: ["INVALID_VALID_SECRET"],
    headers: {
      "Content-Type": "application/json",
      "Paddle-Signature": "ts=1698796800;h1=a300428748dce5c70e4da19bffd60769591ea969c99dea3105d0ec9612cf43f9",
    },
    body: '{"data": ["1", "2"]}',
    now: 1698796800,
    toleranceS: 5,
    verdict: "signature_mismatch",
  },
  {
    name: "invalid-timestamp",
    source:
      "https://github.com/PaddleHQ/paddle-node-sdk/blob/b8ee4b1/src/__tests__/notifications/webhooks-validator.node.test.ts",
    secrets: ["VALID_SECRET"],
    headers: {
      "Content-Type": "application/json",
      "Paddle-Signature": "ts=9876;h1=a300428748dce5c70e4da19bffd60769591ea969c99dea3105d0ec9612cf43f9",
    },
    body: '{"data": ["1", "2"]}',
    now: 1698796800,
    toleranceS: 5,
    verdict: "signature_mismatch",
  },
  {
    name: "more-space",
    source:
      "https://github.com/PaddleHQ/paddle-node-sdk/blob/b8ee4b1/src/__tests__/notifications/webhooks-validator.node.test.ts",
    secrets: ["VALID_SECRET"],
    headers: {
      "Content-Type": "application/json",
      "Paddle-Signature": "ts=1698796800;h1=a300428748dce5c70e4da19bffd60769591ea969c99dea3105d0ec9612cf43f9",
    },
    body: '{ "data": [ "1", "2" ]}',
    now: 1698796800,
    toleranceS: 5,
    verdict: "signature_mismatch",
  },
  {
    name: "header-garbage",
    source:
      "https://github.com/PaddleHQ/paddle-node-sdk/blob/b8ee4b1/src/__tests__/notifications/webhooks-validator.node.test.ts",
    secrets: ["VALID_SECRET"],
    headers: { "Content-Type": "application/json", "Paddle-Signature": "invalid_header" },
    body: '{"data": ["1", "2"]}',
    now: 1698796800,
    toleranceS: 5,
    verdict: "malformed_header",
  },
  {
    name: "header-no-ts",
    source:
      "https://github.com/PaddleHQ/paddle-node-sdk/blob/b8ee4b1/src/__tests__/notifications/webhooks-validator.node.test.ts",
    secrets: ["VALID_SECRET"],
    headers: { "Content-Type": "application/json", "Paddle-Signature": "h1=invalid_header" },
    body: '{"data": ["1", "2"]}',
    now: 1698796800,
    toleranceS: 5,
    verdict: "malformed_timestamp",
  },
  {
    name: "header-no-h1",
    source:
      "https://github.com/PaddleHQ/paddle-node-sdk/blob/b8ee4b1/src/__tests__/notifications/webhooks-validator.node.test.ts",
    secrets: ["VALID_SECRET"],
    headers: { "Content-Type": "application/json", "Paddle-Signature": "ts=1234;h2=invalid_header" },
    body: '{"data": ["1", "2"]}',
    now: 1698796800,
    toleranceS: 5,
    verdict: "no_supported_scheme",
  },
  {
    name: "age-5s",
    source:
      "https://github.com/PaddleHQ/paddle-node-sdk/blob/b8ee4b1/src/__tests__/notifications/webhooks-validator.node.test.ts",
    secrets: ["VALID_SECRET"],
    headers: {
      "Content-Type": "application/json",
      "Paddle-Signature": "ts=1698796800;h1=a300428748dce5c70e4da19bffd60769591ea969c99dea3105d0ec9612cf43f9",
    },
    body: '{"data": ["1", "2"]}',
    now: 1698796805,
    toleranceS: 5,
    verdict: "verified",
  },
  {
    name: "age-6s",
    source:
      "https://github.com/PaddleHQ/paddle-node-sdk/blob/b8ee4b1/src/__tests__/notifications/webhooks-validator.node.test.ts",
    secrets: ["VALID_SECRET"],
    headers: {
      "Content-Type": "application/json",
      "Paddle-Signature": "ts=1698796800;h1=a300428748dce5c70e4da19bffd60769591ea969c99dea3105d0ec9612cf43f9",
    },
    body: '{"data": ["1", "2"]}',
    now: 1698796806,
    toleranceS: 5,
    verdict: "timestamp_outside_tolerance",
  },
  {
    name: "py-multi-secret",
    source:
      "https://github.com/PaddleHQ/paddle-python-sdk/blob/48c8cc0/tests/Unit/Notification/test_Verifier.py",
    secrets: [
      "pdl_ntf_01hbpjmytsa32fhr36nqgc3kgb_TjIG2BXbm83HPXqNfziwe506sBEdqL/4",
      "pdl_ntf_01hbpjmytsa32fhr36nqgc3kgb_vB/yIOnTOCWIvpBadM5jzBZPHc7OmdSo",
      "pdl_ntf_01hbpjmytsa32fhr36nqgc3kgb_WvRO0eL4Bj9rgYYIBZY6wZhG4EHy9jzh",
    ],
    headers: {
      "Content-Type": "application/json",
      "Paddle-Signature":
        "ts=1696195954;h1=dummy;h1=d96299976a6eb066f484d7fde011ac56fc32b38fc9940bc419d6e537fdc6ef02",
    },
    body: "hello-world",
    now: 1696195954,
    toleranceS: 5,
    verdict: "verified",
  },
  {
    name: "py-special-chars-payload",
    source:
      "https://github.com/PaddleHQ/paddle-python-sdk/blob/48c8cc0/tests/Unit/Notification/test_Verifier.py",
    secrets: ["pdl_ntfset_01hs0t3tw21j988db1pam5xg8m_GrOWLNef+vmtjJYq4mSnHNzvc8uWoJ1I"],
    headers: {
      "Content-Type": "application/json",
      "Paddle-Signature": "ts=1710498288;h1=38219b3ba1578184e625c29d201a27cd25bd69e2ec9c3ab87dcb90d87ff73a41",
    },
    body: '{"data":{"id":"ctm_01hs0t94g83hs5jdw282ztqa4z","name":"\\u00dc\\u00c4\\u00c5\\u00e5\\u00d6\\u00dc\\u00c4\\u00c5\\u00e5\\u00d6","email":"blackhole+verification1@paddle.com","locale":"en","status":"active","created_at":"2024-03-15T10:24:48.136Z","updated_at":"2024-03-15T10:24:48.136Z","custom_data":null,"import_meta":null,"marketing_consent":false},"event_id":"evt_01hs0t94tjvtv62azjmkbeysz7","event_type":"customer.created","occurred_at":"2024-03-15T10:24:48.466759Z","notification_id":"ntf_01hs0t94ws0ay8keh5t4rq70ht"}',
    now: 1710498288,
    toleranceS: 5,
    verdict: "verified",
  },
]);

describe("Paddle's own package", () => {
  // The package reads the clock itself.
  beforeAll(() => vi.useFakeTimers({ now: NOW, toFake: ["Date"] }));
  afterAll(() => vi.useRealTimers());

  const sdk = new Paddle("never used");

  it("agrees about right, changed and foreign requests", async () => {
    const body = '{"event_type":"transaction.completed"}';
    const ts = NOW / 1_000;
    const { hex } = await webHmac("SHA-256", "pdl_theirs", `${ts}:${body}`);
    const header = `ts=${ts};h1=${hex}`;
    for (const [sent, secret, fits] of [
      [body, "pdl_theirs", true],
      [`${body} `, "pdl_theirs", false],
      [body, "pdl_else", false],
    ] as const) {
      expect(await sdk.webhooks.isSignatureValid(sent, secret, header)).toBe(fits);
      const request = inbound({ headers: { "Paddle-Signature": header }, body: bytes(sent) });
      const ours = await verifyWith(paddle, request, { secrets: [secret], now: NOW });
      expect(verdict(ours)).toBe(fits ? "verified" : "signature_mismatch");
    }
  });
});

describe("what Paddle's notifications say", () => {
  it("the event's id, not the notification's, is what repeats", () => {
    const body =
      '{"event_id":"evt_1","notification_id":"ntf_1","event_type":"customer.created","occurred_at":"2024-03-15T10:32:38.286848Z"}';
    expect(paddle.describe(inbound({ headers: {}, body: bytes(body) }), {})).toEqual({
      type: "customer.created",
      id: "evt_1",
      occurredAt: "2024-03-15T10:32:38.286848Z",
    });
  });
});
