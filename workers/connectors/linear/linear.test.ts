import { Buffer } from "node:buffer";
import { LinearWebhookClient } from "@linear/sdk/webhooks";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { publishedTable } from "../testing/published.ts";
import { bytes, inbound, NOW, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { linear } from "./index.ts";

/** The timestamp lies in the body: put in front of what is there. */
const stamped = (body: Uint8Array, timestampMs: number): Uint8Array =>
  new Uint8Array([...bytes(`{"webhookTimestamp":${timestampMs},`), ...body.subarray(1)]);

verifyTable(linear, {
  async sign({ secret, body, timestampMs }) {
    const sent = stamped(body, timestampMs);
    return { headers: { "Linear-Signature": (await webHmac("SHA-256", secret, sent)).hex }, body: sent };
  },
  secrets: ["lin_wh_right", "lin_wh_wrong", "lin_wh_other"],
  signatureHeader: "Linear-Signature",
  timestamped: true,
  encoding: "hex",
  malformed: [
    ["foo", "malformed_signature"],
    ["sha256=00", "malformed_signature"],
    ["00", "malformed_signature"],
  ],
});

publishedTable(linear, [
  {
    name: "valid",
    source: "https://github.com/linear/linear/blob/8335e09/packages/sdk/src/_tests/LinearWebhooks.test.ts",
    secrets: ["SECRET"],
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Linear-Event": "Comment",
      "Linear-Timestamp": "1700000000000",
      "Linear-Signature": "9c34e3128d6cd5e6599e7f719eb87d4f6003c713d153ba2bb2e35ae13a654459",
    },
    body: '{"action":"create","data":{"id":"2174add1-f7c8-44e3-bbf3-2d60b5ea8bc9","createdAt":"2020-01-23T12:53:18.084Z","updatedAt":"2020-01-23T12:53:18.084Z","archivedAt":null,"body":"Indeed, I think this is definitely an improvement over the previous version.","edited":false,"issueId":"539068e2-ae88-4d09-bd75-22eb4a59612f","userId":"aacdca22-6266-4c0a-ab3c-8fa70a26765c"},"type":"Comment","url":"https://linear.app/issue/LIN-1778/foo-bar#comment-77217de3-fb52-4dad-bb9a-b356beb93de8","createdAt":"2020-01-23T12:53:18.084Z","webhookTimestamp":1700000000000}',
    toleranceS: 60,
    verdict: "verified",
  },
  {
    name: "wrong-secret",
    source: "https://github.com/linear/linear/blob/8335e09/packages/sdk/src/_tests/LinearWebhooks.test.ts",
    secrets: ["SECRET"],
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Linear-Event": "Comment",
      "Linear-Timestamp": "1700000000000",
      "Linear-Signature": "ccf30cc0a5431c528983fc51cf19325bf231270786fdae676007d07886c95439",
    },
    body: '{"action":"create","data":{"id":"2174add1-f7c8-44e3-bbf3-2d60b5ea8bc9","createdAt":"2020-01-23T12:53:18.084Z","updatedAt":"2020-01-23T12:53:18.084Z","archivedAt":null,"body":"Indeed, I think this is definitely an improvement over the previous version.","edited":false,"issueId":"539068e2-ae88-4d09-bd75-22eb4a59612f","userId":"aacdca22-6266-4c0a-ab3c-8fa70a26765c"},"type":"Comment","url":"https://linear.app/issue/LIN-1778/foo-bar#comment-77217de3-fb52-4dad-bb9a-b356beb93de8","createdAt":"2020-01-23T12:53:18.084Z","webhookTimestamp":1700000000000}',
    toleranceS: 60,
    verdict: "signature_mismatch",
  },
  {
    name: "1000s-old",
    source: "https://github.com/linear/linear/blob/8335e09/packages/sdk/src/_tests/LinearWebhooks.test.ts",
    secrets: ["SECRET"],
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Linear-Event": "Comment",
      "Linear-Timestamp": "1700000000000",
      "Linear-Signature": "9c34e3128d6cd5e6599e7f719eb87d4f6003c713d153ba2bb2e35ae13a654459",
    },
    body: '{"action":"create","data":{"id":"2174add1-f7c8-44e3-bbf3-2d60b5ea8bc9","createdAt":"2020-01-23T12:53:18.084Z","updatedAt":"2020-01-23T12:53:18.084Z","archivedAt":null,"body":"Indeed, I think this is definitely an improvement over the previous version.","edited":false,"issueId":"539068e2-ae88-4d09-bd75-22eb4a59612f","userId":"aacdca22-6266-4c0a-ab3c-8fa70a26765c"},"type":"Comment","url":"https://linear.app/issue/LIN-1778/foo-bar#comment-77217de3-fb52-4dad-bb9a-b356beb93de8","createdAt":"2020-01-23T12:53:18.084Z","webhookTimestamp":1700000000000}',
    now: 1700001000,
    toleranceS: 60,
    verdict: "timestamp_outside_tolerance",
  },
]);

describe("Linear's timestamp", () => {
  const ask = async (body: string, headers: Readonly<Record<string, string>> = {}) => {
    const signature = (await webHmac("SHA-256", "s", bytes(body))).hex;
    const request = inbound({ headers: { "Linear-Signature": signature, ...headers }, body: bytes(body) });
    return verdict(await verifyWith(linear, request, { secrets: ["s"] }));
  };

  it.each(["{}", '{"webhookTimestamp":"soon"}', '{"webhookTimestamp":null}', "no JSON", "[]"])(
    "a signed body like %s, which has none, is refused",
    async (body) => {
      expect(await ask(body)).toBe("malformed_timestamp");
    },
  );

  it("of the header counts for nothing: it is not signed", async () => {
    const old = `{"webhookTimestamp":${NOW - 3_600_000}}`;
    expect(await ask(old, { "Linear-Timestamp": String(NOW) })).toBe("timestamp_outside_tolerance");
  });
});

describe("Linear's own package", () => {
  // The package reads the clock itself.
  beforeAll(() => vi.useFakeTimers({ now: NOW, toFake: ["Date"] }));
  afterAll(() => vi.useRealTimers());

  it("agrees about right, changed and foreign requests", async () => {
    const body = `{"type":"Issue","action":"create","webhookTimestamp":${NOW}}`;
    const signature = (await webHmac("SHA-256", "lin_theirs", bytes(body))).hex;
    for (const [sent, secret, fits] of [
      [body, "lin_theirs", true],
      [`${body} `, "lin_theirs", false],
      [body, "lin_else", false],
    ] as const) {
      const theirs = () => new LinearWebhookClient(secret).verify(Buffer.from(sent), signature);
      if (fits) expect(theirs()).toBe(true);
      else expect(theirs).toThrow();
      const request = inbound({ headers: { "Linear-Signature": signature }, body: bytes(sent) });
      const ours = await verifyWith(linear, request, { secrets: [secret] });
      expect(verdict(ours)).toBe(fits ? "verified" : "signature_mismatch");
    }
  });
});

describe("what Linear's webhooks say", () => {
  it("a retry is the same event, though it is sent at another time, and other words are another", () => {
    const idOf = (body: string, delivery: string) =>
      linear.describe(inbound({ headers: { "Linear-Delivery": delivery }, body: bytes(body) }), {}).id;
    const first = idOf('{"type":"Issue","webhookTimestamp":1768478400000}', "a");
    expect(idOf('{"type":"Issue","webhookTimestamp":1768478460000}', "b")).toBe(first);
    expect(idOf('{"type":"Label","webhookTimestamp":1768478400000}', "a")).not.toBe(first);
    const said = (number: number) =>
      idOf(JSON.stringify({ text: `"webhookTimestamp":${number}`, webhookTimestamp: 1 }), "a");
    expect(said(1)).not.toBe(said(2));
  });

  it("the entity goes before the action", () => {
    const headers = { "Linear-Delivery": "234d1a4e", "Linear-Event": "Issue" };
    const body =
      '{"action":"update","type":"Issue","createdAt":"2026-01-15T12:00:00.000Z","webhookId":"one-for-all"}';
    expect(linear.describe(inbound({ headers, body: bytes(body) }), {})).toEqual({
      type: "Issue.update",
      id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      occurredAt: "2026-01-15T12:00:00.000Z",
    });
  });
});
