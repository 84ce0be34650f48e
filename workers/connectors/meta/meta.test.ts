import { describe, expect, it } from "vitest";
import { bytes, inbound, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { meta } from "./index.ts";

verifyTable(meta, {
  async sign({ secret, body }) {
    const { hex } = await webHmac("SHA-256", secret, body);
    return { headers: { "X-Hub-Signature-256": `sha256=${hex}` } };
  },
  secrets: ["app-secret-right", "app-secret-wrong", "app-secret-other"],
  signatureHeader: "X-Hub-Signature-256",
  // Meta signs no time: only the body's digest stops a replay.
  timestamped: false,
  encoding: "hex",
  malformed: [
    ["potato", "malformed_header"],
    ["sha1=00", "malformed_header"],
    ["sha256=", "malformed_signature"],
    ["sha256=potato", "malformed_signature"],
    [`sha256=${"0".repeat(64)}`, "signature_mismatch"],
  ],
});

it("the older SHA-1 signature beside it counts for nothing", async () => {
  const { hex } = await webHmac("SHA-1", "app-secret", "{}");
  const request = inbound({ headers: { "X-Hub-Signature": `sha1=${hex}` }, body: bytes("{}") });
  expect(verdict(await verifyWith(meta, request, { secrets: ["app-secret"] }))).toBe(
    "missing_signature_header",
  );
});

it("escaped letters are verified as Meta sends them", async () => {
  // Meta signs `äöå` as \\u00e4\\u00f6\\u00e5, and sends it so.
  const text = String.raw`{"object":"page","text":"\u00e4\u00f6\u00e5"}`;
  const { hex } = await webHmac("SHA-256", "app-secret", text);
  const headers = { "X-Hub-Signature-256": `sha256=${hex}` };
  const ask = async (body: string) =>
    verdict(await verifyWith(meta, inbound({ headers, body: bytes(body) }), { secrets: ["app-secret"] }));
  expect(await ask(text)).toBe("verified");
  expect(await ask('{"object":"page","text":"äöå"}')).toBe("signature_mismatch");
});

describe("Meta's question when an address is saved", () => {
  const SETTINGS = { verifyToken: "meatyhamhock" };
  // Source of the parameters: developers.facebook.com/docs/graph-api/webhooks/getting-started, sample request.
  const ask = async (query: Record<string, string>, settings: Record<string, string> = SETTINGS) => {
    const url = `https://gateway.example/in/token?${new URLSearchParams(query)}`;
    return verifyWith(meta, inbound({ headers: {}, body: bytes(""), url }, "GET"), {
      secrets: ["app-secret"],
      settings,
    });
  };
  const SAMPLE = {
    "hub.mode": "subscribe",
    "hub.challenge": "1158201444",
    "hub.verify_token": "meatyhamhock",
  };

  it("is answered with its challenge, as plain text", async () => {
    expect(await ask(SAMPLE)).toEqual({
      kind: "challenge",
      status: 200,
      contentType: "text/plain",
      body: "1158201444",
    });
  });

  it.each([
    ["another token", { "hub.verify_token": "meatyhamhocks" }, "signature_mismatch"],
    ["the app secret as token", { "hub.verify_token": "app-secret" }, "signature_mismatch"],
    ["an empty token", { "hub.verify_token": "" }, "missing_signature_header"],
    ["another mode", { "hub.mode": "unsubscribe" }, "malformed_body"],
    ["an empty challenge", { "hub.challenge": "" }, "malformed_body"],
    ["a page as challenge", { "hub.challenge": "<script>alert(1)</script>" }, "malformed_body"],
    ["a challenge without end", { "hub.challenge": "1".repeat(300) }, "malformed_body"],
  ])("with %s is refused, and the challenge not told", async (_what, changes, reason) => {
    const answer = await ask({ ...SAMPLE, ...changes });
    expect(verdict(answer)).toBe(reason);
    expect(JSON.stringify(answer)).not.toContain("meatyhamhock");
  });

  it.each([{}, { verifyToken: "" }, { verifyToken: "  " }])(
    "is refused while the source has no verify token (%j), also an empty one",
    async (settings) => {
      expect(verdict(await ask(SAMPLE, settings))).toBe("no_secret_configured");
      expect(verdict(await ask({ ...SAMPLE, "hub.verify_token": "" }, settings))).toBe(
        "no_secret_configured",
      );
    },
  );

  it("proves nothing for events: a POST with the token in its query needs its signature", async () => {
    const url = `https://gateway.example/in/token?${new URLSearchParams(SAMPLE)}`;
    const request = inbound({ headers: {}, body: bytes("{}"), url });
    const verification = await verifyWith(meta, request, { secrets: ["app-secret"], settings: SETTINGS });
    expect(verdict(verification)).toBe("missing_signature_header");
  });
});

describe("what Meta says about its updates", () => {
  const describeText = (text: string) => meta.describe(inbound({ headers: {}, body: bytes(text) }), {});

  it.each([
    [
      '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{}}]}]}',
      "whatsapp_business_account.messages",
    ],
    ['{"object":"page","entry":[{"id":"1","time":1,"messaging":[{}]}]}', "page.messaging"],
    [
      '{"object":"user","entry":[{"changes":[{"field":"photos"}]},{"changes":[{"field":"photos"}]}]}',
      "user.photos",
    ],
    ['{"object":"page","entry":[{"changes":[{"field":"feed"},{"field":"mention"}]}]}', "page"],
    ['{"object":"page","entry":{"changes":[]}}', "page"],
    ['{"entry":[{"changes":[{"field":"feed"}]}]}', null],
  ])("%s is %s", (text, type) => {
    expect(describeText(text).type).toBe(type);
  });

  it("seconds and milliseconds are told apart", () => {
    const at = (time: number) =>
      describeText(JSON.stringify({ object: "page", entry: [{ time }] })).occurredAt;
    expect(at(1_520_383_571)).toBe("2018-03-07T00:46:11.000Z");
    expect(at(1_520_383_571_123)).toBe("2018-03-07T00:46:11.123Z");
    expect(at(0)).toBe(null);
  });

  it("the same bytes are the same update", () => {
    expect(describeText('{"object":"page"}').id).toBe(describeText('{"object":"page"}').id);
    expect(describeText('{"object":"page"}').id).not.toBe(describeText('{"object":"page" }').id);
  });
});
