import { describe, expect, it } from "vitest";
import { publishedTable } from "../testing/published.ts";
import { bytes, inbound, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { square } from "./index.ts";

const CALLED = "https://gateway.example/in/token";

verifyTable(square, {
  async sign({ secret, body }) {
    const { base64 } = await webHmac("SHA-256", secret, CALLED, body);
    return { headers: { "x-square-hmacsha256-signature": base64 } };
  },
  secrets: ["right-key", "wrong-key", "other-key"],
  signatureHeader: "x-square-hmacsha256-signature",
  timestamped: false,
  encoding: "base64",
  malformed: [
    ["foo", "malformed_signature"],
    ["1z2n3DEJJiUPKcPzQo1ftvbxGdw=", "malformed_signature"],
  ],
});

publishedTable(square, [
  {
    name: "valid",
    source: "https://github.com/square/square-nodejs-sdk/blob/c58c6e0/tests/integration/webhooks.test.ts",
    secrets: ["Ibxx_5AKakO-3qeNVR61Dw"],
    headers: {
      "Content-Type": "application/json",
      "x-square-hmacsha256-signature": "GF4YkrJgGBDZ9NIYbNXBnMzqb2HoL4RW/S6vkZ9/2N4=",
    },
    body: '{"merchant_id":"MLEFBHHSJGVHD","type":"webhooks.test_notification","event_id":"ac3ac95b-f97d-458c-a6e6-18981597e05f","created_at":"2022-07-13T20:30:59.037339943Z","data":{"type":"webhooks","id":"bc368e64-01aa-407e-b46e-3231809b1129"}}',
    url: "https://webhook.site/679a4f3a-dcfa-49ee-bac5-9d0edad886b9",
    now: 1657744260,
    verdict: "verified",
  },
  {
    name: "unescaped-chars",
    source: "https://github.com/square/square-nodejs-sdk/blob/c58c6e0/tests/integration/webhooks.test.ts",
    secrets: ["signature-key"],
    headers: {
      "Content-Type": "application/json",
      "x-square-hmacsha256-signature": "W3FlCNk5IA3ZQ2LHTWoajvzfaDu/OwY2tNHIHC3IUOA=",
    },
    body: '{"data":{"type":"webhooks","id":"fake_id"}}',
    url: "https://webhook.site/webhooks",
    now: 1657744260,
    verdict: "verified",
  },
  {
    name: "escaped-chars",
    source: "https://github.com/square/square-nodejs-sdk/blob/c58c6e0/tests/integration/webhooks.test.ts",
    secrets: ["signature-key"],
    headers: {
      "Content-Type": "application/json",
      "x-square-hmacsha256-signature": "Cxt7+aTi4rKgcA0bC4g9EHdVtLSDWdqccmL5MvihU4U=",
    },
    body: '{"data":{"type":"webhooks","id":">id<"}}',
    url: "https://webhook.site/webhooks",
    now: 1657744260,
    verdict: "verified",
  },
  {
    name: "url-mismatch",
    source: "https://github.com/square/square-nodejs-sdk/blob/c58c6e0/tests/integration/webhooks.test.ts",
    secrets: ["Ibxx_5AKakO-3qeNVR61Dw"],
    headers: {
      "Content-Type": "application/json",
      "x-square-hmacsha256-signature": "GF4YkrJgGBDZ9NIYbNXBnMzqb2HoL4RW/S6vkZ9/2N4=",
    },
    body: '{"merchant_id":"MLEFBHHSJGVHD","type":"webhooks.test_notification","event_id":"ac3ac95b-f97d-458c-a6e6-18981597e05f","created_at":"2022-07-13T20:30:59.037339943Z","data":{"type":"webhooks","id":"bc368e64-01aa-407e-b46e-3231809b1129"}}',
    url: "https://webhook.site/79a4f3a-dcfa-49ee-bac5-9d0edad886b9",
    now: 1657744260,
    verdict: "signature_mismatch",
  },
  {
    name: "wrong-key",
    source: "https://github.com/square/square-nodejs-sdk/blob/c58c6e0/tests/integration/webhooks.test.ts",
    secrets: ["MCmhFRxGX82xMwg5FsaoQA"],
    headers: {
      "Content-Type": "application/json",
      "x-square-hmacsha256-signature": "GF4YkrJgGBDZ9NIYbNXBnMzqb2HoL4RW/S6vkZ9/2N4=",
    },
    body: '{"merchant_id":"MLEFBHHSJGVHD","type":"webhooks.test_notification","event_id":"ac3ac95b-f97d-458c-a6e6-18981597e05f","created_at":"2022-07-13T20:30:59.037339943Z","data":{"type":"webhooks","id":"bc368e64-01aa-407e-b46e-3231809b1129"}}',
    url: "https://webhook.site/679a4f3a-dcfa-49ee-bac5-9d0edad886b9",
    now: 1657744260,
    verdict: "signature_mismatch",
  },
  {
    name: "wrong-header",
    source: "https://github.com/square/square-nodejs-sdk/blob/c58c6e0/tests/integration/webhooks.test.ts",
    secrets: ["Ibxx_5AKakO-3qeNVR61Dw"],
    headers: {
      "Content-Type": "application/json",
      "x-square-hmacsha256-signature": "1z2n3DEJJiUPKcPzQo1ftvbxGdw=",
    },
    body: '{"merchant_id":"MLEFBHHSJGVHD","type":"webhooks.test_notification","event_id":"ac3ac95b-f97d-458c-a6e6-18981597e05f","created_at":"2022-07-13T20:30:59.037339943Z","data":{"type":"webhooks","id":"bc368e64-01aa-407e-b46e-3231809b1129"}}',
    url: "https://webhook.site/679a4f3a-dcfa-49ee-bac5-9d0edad886b9",
    now: 1657744260,
    verdict: "malformed_signature",
  },
  {
    name: "body-mismatch",
    source: "https://github.com/square/square-nodejs-sdk/blob/c58c6e0/tests/integration/webhooks.test.ts",
    secrets: ["Ibxx_5AKakO-3qeNVR61Dw"],
    headers: {
      "Content-Type": "application/json",
      "x-square-hmacsha256-signature": "GF4YkrJgGBDZ9NIYbNXBnMzqb2HoL4RW/S6vkZ9/2N4=",
    },
    body: '{"merchant_id":"MLEFBHHSJGVHD","type":"webhooks.test_notification","event_id":"ac3ac95b-f97d-458c-a6e6-18981597e05f","created_at":"2022-06-13T20:30:59.037339943Z","data":{"type":"webhooks","id":"bc368e64-01aa-407e-b46e-3231809b1129"}}',
    url: "https://webhook.site/679a4f3a-dcfa-49ee-bac5-9d0edad886b9",
    now: 1657744260,
    verdict: "signature_mismatch",
  },
  {
    name: "body-formatted",
    source: "https://github.com/square/square-nodejs-sdk/blob/c58c6e0/tests/integration/webhooks.test.ts",
    secrets: ["Ibxx_5AKakO-3qeNVR61Dw"],
    headers: {
      "Content-Type": "application/json",
      "x-square-hmacsha256-signature": "GF4YkrJgGBDZ9NIYbNXBnMzqb2HoL4RW/S6vkZ9/2N4=",
    },
    body: '{\n    "merchant_id": "MLEFBHHSJGVHD",\n    "type": "webhooks.test_notification",\n    "event_id": "ac3ac95b-f97d-458c-a6e6-18981597e05f",\n    "created_at": "2022-07-13T20:30:59.037339943Z",\n    "data": {\n      "type": "webhooks",\n      "id": "bc368e64-01aa-407e-b46e-3231809b1129"\n    }\n}',
    url: "https://webhook.site/679a4f3a-dcfa-49ee-bac5-9d0edad886b9",
    now: 1657744260,
    verdict: "signature_mismatch",
  },
  {
    name: "empty-key",
    source: "https://github.com/square/square-nodejs-sdk/blob/c58c6e0/tests/integration/webhooks.test.ts",
    secrets: [""],
    headers: {
      "Content-Type": "application/json",
      "x-square-hmacsha256-signature": "GF4YkrJgGBDZ9NIYbNXBnMzqb2HoL4RW/S6vkZ9/2N4=",
    },
    body: '{"merchant_id":"MLEFBHHSJGVHD","type":"webhooks.test_notification","event_id":"ac3ac95b-f97d-458c-a6e6-18981597e05f","created_at":"2022-07-13T20:30:59.037339943Z","data":{"type":"webhooks","id":"bc368e64-01aa-407e-b46e-3231809b1129"}}',
    url: "https://webhook.site/679a4f3a-dcfa-49ee-bac5-9d0edad886b9",
    now: 1657744260,
    verdict: "no_secret_configured",
  },
]);

describe("Square's notification URL", () => {
  const written = "https://hooks.example.com/Square?shop=1";
  const ask = async (settings: Readonly<Record<string, string>>) => {
    const body = bytes("{}");
    const { base64 } = await webHmac("SHA-256", "key", written, body);
    const request = inbound({ headers: { "x-square-hmacsha256-signature": base64 }, body, url: CALLED });
    return verdict(await verifyWith(square, request, { secrets: ["key"], settings }));
  };

  it("may be another than the one that is called, when the source says which", async () => {
    expect(await ask({ notificationUrl: written })).toBe("verified");
    expect(await ask({})).toBe("signature_mismatch");
    expect(await ask({ notificationUrl: written.toLowerCase() })).toBe("signature_mismatch");
  });
});

describe("a notification URL that Square cannot have signed", () => {
  it.each([
    ["hooks.example.com/square", 1],
    ["/square", 1],
    ["https://", 1],
    ["https://hooks.example.com/Square?shop=1", 0],
    ["", 0],
  ])("%j has %i problems when the source is saved", (notificationUrl, count) => {
    const problems = square.findProblems?.({ notificationUrl }) ?? [];
    expect(problems.map(({ field }) => field)).toEqual(Array(count).fill("notificationUrl"));
  });
});

describe("what Square's events say", () => {
  it("type, id and moment stand in the body", () => {
    const body =
      '{"merchant_id":"M","type":"payment.updated","event_id":"ac3ac95b","created_at":"2022-07-13T20:30:59.037339943Z"}';
    expect(square.describe(inbound({ headers: {}, body: bytes(body) }), {})).toEqual({
      type: "payment.updated",
      id: "ac3ac95b",
      occurredAt: "2022-07-13T20:30:59.037339943Z",
    });
  });
});
