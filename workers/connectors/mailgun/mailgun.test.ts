import { describe, expect, it } from "vitest";
import { publishedTable } from "../testing/published.ts";
import {
  bytes,
  inbound,
  NOW,
  type SignedParts,
  type ToSign,
  verdict,
  verifyWith,
} from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { mailgun } from "./index.ts";

const TOKEN = "5egbgr1vjgqxtrnp65xfznchgdccwh5d6i09vijqi3whgowmn6";

async function sign({ secret, timestampMs }: ToSign): Promise<SignedParts> {
  const timestamp = String(Math.floor(timestampMs / 1_000));
  const { hex } = await webHmac("SHA-256", secret, timestamp, TOKEN);
  const body = {
    signature: { timestamp, token: TOKEN, signature: hex },
    "event-data": { event: "delivered" },
  };
  return { headers: { "Content-Type": "application/json" }, body: bytes(JSON.stringify(body)) };
}

verifyTable(mailgun, {
  sign,
  secrets: ["key-right", "key-wrong", "key-other"],
  signatureHeader: null,
  timestamped: true,
  encoding: "hex",
  signsBytes: false,
  malformed: [],
});

publishedTable(mailgun, [
  {
    name: "good",
    source: "https://github.com/mailgun/mailgun-php/blob/5024827/tests/Api/WebhookTest.php",
    secrets: ["key-3ax6xnjp29jd6fds4gc373sgvjxteol0"],
    headers: { "Content-Type": "application/json" },
    body: '{"signature":{"timestamp":"1403645220","token":"5egbgr1vjgqxtrnp65xfznchgdccwh5d6i09vijqi3whgowmn6","signature":"9cfc5c41582e51246e73c88d34db3af0a3a2692a76fbab81492842f000256d33"},"event-data":{"event":"delivered"}}',
    now: 1403645230,
    verdict: "verified",
  },
  {
    name: "bad-token",
    source: "https://github.com/mailgun/mailgun-php/blob/5024827/tests/Api/WebhookTest.php",
    secrets: ["key-3ax6xnjp29jd6fds4gc373sgvjxteol0"],
    headers: { "Content-Type": "application/json" },
    body: '{"signature":{"timestamp":"1403645220","token":"owyldpe6nxhmrn78epljl6bj0orrki1u3d2v5e6cnlmmuox8jr","signature":"9cfc5c41582e51246e73c88d34db3af0a3a2692a76fbab81492842f000256d33"},"event-data":{"event":"delivered"}}',
    now: 1403645230,
    verdict: "signature_mismatch",
  },
  {
    name: "empty",
    source: "https://github.com/mailgun/mailgun-php/blob/5024827/tests/Api/WebhookTest.php",
    secrets: ["key-3ax6xnjp29jd6fds4gc373sgvjxteol0"],
    headers: { "Content-Type": "application/json" },
    body: '{"signature":{"timestamp":"0","token":"","signature":""},"event-data":{"event":"delivered"}}',
    now: 1403645230,
    verdict: "malformed_signature",
  },
  {
    name: "no-signing-key",
    source: "https://github.com/mailgun/mailgun-php/blob/5024827/tests/Api/WebhookTest.php",
    secrets: [""],
    headers: { "Content-Type": "application/json" },
    body: '{"signature":{"timestamp":"1403645220","token":"5egbgr1vjgqxtrnp65xfznchgdccwh5d6i09vijqi3whgowmn6","signature":"9cfc5c41582e51246e73c88d34db3af0a3a2692a76fbab81492842f000256d33"},"event-data":{"event":"delivered"}}',
    now: 1403645230,
    verdict: "no_secret_configured",
  },
]);

describe("Mailgun's signature in the body", () => {
  const timestamp = String(NOW / 1_000);
  const ask = async (body: string, headers: Readonly<Record<string, string>> = {}, secrets = ["key"]) =>
    verdict(await verifyWith(mailgun, inbound({ headers, body: bytes(body) }), { secrets }));
  const json = (signature: unknown) => JSON.stringify({ signature, "event-data": { event: "opened" } });

  it.each([
    ["", "malformed_body"],
    ["no JSON", "malformed_body"],
    ["null", "missing_signature_header"],
    ["{}", "missing_signature_header"],
    ['{"signature":"text"}', "missing_signature_header"],
    [json({ timestamp, token: TOKEN }), "malformed_signature"],
    [json({ timestamp, signature: "0".repeat(64) }), "malformed_signature"],
    [json({ timestamp, token: TOKEN, signature: "0".repeat(63) }), "malformed_signature"],
    [json({ timestamp, token: TOKEN, signature: ["0".repeat(64)] }), "malformed_signature"],
    [json({ token: TOKEN, signature: "0".repeat(64) }), "malformed_timestamp"],
    [json({ timestamp: "soon", token: TOKEN, signature: "0".repeat(64) }), "malformed_timestamp"],
    [json({ timestamp, token: TOKEN, signature: "0".repeat(64) }), "signature_mismatch"],
  ])("%s is refused: %s", async (body, reason) => {
    expect(await ask(body)).toBe(reason);
  });

  it("bytes that are not UTF-8 are refused: the signature is inside them", async () => {
    const request = inbound({ headers: {}, body: new Uint8Array([0x7b, 0xff, 0x7d]) });
    expect(verdict(await verifyWith(mailgun, request, { secrets: ["key"] }))).toBe("malformed_body");
  });

  it("hex in capitals and a timestamp that is a number are taken", async () => {
    const { hex } = await webHmac("SHA-256", "key", timestamp, TOKEN);
    expect(
      await ask(json({ timestamp: Number(timestamp), token: TOKEN, signature: hex.toUpperCase() })),
    ).toBe("verified");
  });

  it("of a subaccount the primary account's key verifies too", async () => {
    const own = (await webHmac("SHA-256", "key of the subaccount", timestamp, TOKEN)).hex;
    const parent = (await webHmac("SHA-256", "key", timestamp, TOKEN)).hex;
    expect(await ask(json({ timestamp, token: TOKEN, signature: own, "parent-signature": parent }))).toBe(
      "verified",
    );
    expect(await ask(json({ timestamp, token: TOKEN, signature: own }))).toBe("signature_mismatch");
  });

  it("of a routed message comes in a form", async () => {
    const { hex } = await webHmac("SHA-256", "key", timestamp, TOKEN);
    const form = new URLSearchParams({ timestamp, token: TOKEN, signature: hex, subject: "hi" }).toString();
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    expect(await ask(form, headers)).toBe("verified");
    expect(await ask(form.replace("timestamp=1", "timestamp=2"), headers)).toBe("signature_mismatch");
  });

  it("digits moved from the token to the timestamp still fit, and are then far from now", async () => {
    const { hex } = await webHmac("SHA-256", "key", timestamp, TOKEN);
    const moved = json({ timestamp: `${timestamp}5`, token: TOKEN.slice(1), signature: hex });
    expect(await ask(moved)).toBe("timestamp_outside_tolerance");
  });
});

describe("what Mailgun's events say", () => {
  it("the signed token, and not the event's unsigned id, is what replays are known by", () => {
    const body = JSON.stringify({
      signature: { timestamp: "1767225600", token: TOKEN, signature: "00" },
      "event-data": { event: "failed", severity: "permanent", id: "unsigned", timestamp: 1_767_225_600.25 },
    });
    expect(mailgun.describe(inbound({ headers: {}, body: bytes(body) }), {})).toEqual({
      type: "failed",
      id: TOKEN,
      occurredAt: "2026-01-01T00:00:00.250Z",
    });
  });
});
