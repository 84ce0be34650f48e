import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bytes, inbound, NOW, type ToSign, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { hubspot } from "./index.ts";

const URL_CALLED = "https://gateway.example/in/token";

async function signAsHubspot({ secret, body, timestampMs }: ToSign, uri = URL_CALLED) {
  const { base64 } = await webHmac("SHA-256", secret, `POST${uri}`, body, String(timestampMs));
  return {
    headers: { "X-HubSpot-Signature-v3": base64, "X-HubSpot-Request-Timestamp": String(timestampMs) },
  };
}

verifyTable(hubspot, {
  sign: (parts) => signAsHubspot(parts),
  secrets: ["client-secret-right", "client-secret-wrong", "client-secret-other"],
  signatureHeader: "X-HubSpot-Signature-v3",
  timestamped: true,
  encoding: "base64",
  malformed: [
    ["potato", "malformed_signature"],
    ["AAAA", "malformed_signature"],
    [`${"A".repeat(43)}=`, "signature_mismatch"],
    // The last digit has spare bits: another spelling of the same bytes.
    [`${"A".repeat(42)}B=`, "malformed_signature"],
  ],
});

describe("HubSpot v3 signs the address", () => {
  const secret = "client-secret-right";
  const body = bytes("[]");
  const ask = async (signedUri: string, url: string, settings: Record<string, string> = {}) => {
    const signed = await signAsHubspot({ secret, body, timestampMs: NOW }, signedUri);
    return verdict(
      await verifyWith(hubspot, inbound({ ...signed, body, url }), { secrets: [secret], settings }),
    );
  };

  it.each([
    ["as it came", `${URL_CALLED}?a=b%20c&d=%C3%A9`, `${URL_CALLED}?a=b%20c&d=%C3%A9`],
    [
      "with what HubSpot writes as itself",
      `${URL_CALLED}?u=https://x@y!$'()*,;`,
      `${URL_CALLED}?u=https%3A%2F%2Fx%40y%21%24%27%28%29%2a%2c%3b`,
    ],
    ["with nothing decoded twice", `${URL_CALLED}?a=%253A`, `${URL_CALLED}?a=%253A`],
  ])("%s", async (_how, signedUri, url) => {
    expect(await ask(signedUri, url)).toBe("verified");
  });

  it("so another address, path, query or method is refused", async () => {
    expect(await ask(URL_CALLED, `${URL_CALLED}/`)).toBe("signature_mismatch");
    expect(await ask(URL_CALLED, `${URL_CALLED}?a=1`)).toBe("signature_mismatch");
    expect(await ask(`${URL_CALLED}?a=1&b=2`, `${URL_CALLED}?b=2&a=1`)).toBe("signature_mismatch");
    const signed = await signAsHubspot({ secret, body, timestampMs: NOW });
    const put = inbound({ ...signed, body }, "PUT");
    expect(verdict(await verifyWith(hubspot, put, { secrets: [secret] }))).toBe("signature_mismatch");
  });

  it("as HubSpot knows it, when the operator says so", async () => {
    const webhookUrl = "https://hooks.example.com/hubspot?x=1";
    expect(await ask(webhookUrl, URL_CALLED, { webhookUrl })).toBe("verified");
    expect(await ask(URL_CALLED, URL_CALLED, { webhookUrl })).toBe("signature_mismatch");
  });

  it.each([undefined, "", "abc", "1.5"])("and the time: without it (%j) it is refused", async (value) => {
    const { headers } = await signAsHubspot({ secret, body, timestampMs: NOW });
    const request = inbound({
      body,
      headers: {
        "X-HubSpot-Signature-v3": headers["X-HubSpot-Signature-v3"],
        ...(value !== undefined && { "X-HubSpot-Request-Timestamp": value }),
      },
    });
    expect(verdict(await verifyWith(hubspot, request, { secrets: [secret] }))).toMatch(
      /^m(?:issing_signature_header|alformed_timestamp)$/,
    );
  });
});

describe("HubSpot's old signatures", () => {
  // Source: developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests, and
  // github.com/HubSpot/hubspot-api-nodejs, test/unit/signature.spec.ts.
  const SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
  const V1 = {
    signature: "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de",
    body: '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]',
  };
  const V2 = {
    signature: "9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900",
    body: '{"example_field":"example_value"}',
  };
  const V2_GET = { signature: "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e", body: "" };
  const url = "https://www.example.com/webhook_uri";
  const ask = async (
    { signature, body }: typeof V1,
    settings: Record<string, string>,
    { method = "POST", secrets = [SECRET] }: { method?: string; secrets?: readonly string[] } = {},
  ) => {
    const headers: Record<string, string> = { "X-HubSpot-Signature": signature };
    return verdict(
      await verifyWith(hubspot, inbound({ headers, body: bytes(body), url }, method), { secrets, settings }),
    );
  };

  it("that HubSpot publishes as examples are verified", async () => {
    expect(await ask(V1, { signatureVersion: "v1" })).toBe("verified");
    expect(await ask(V2, { signatureVersion: "v2" })).toBe("verified");
    expect(await ask(V2_GET, { signatureVersion: "v2" }, { method: "GET" })).toBe("verified");
  });

  it("count for nothing unless the operator chose them", async () => {
    expect(await ask(V1, {})).toBe("missing_signature_header");
    expect(await ask(V1, { signatureVersion: "v3" })).toBe("missing_signature_header");
    expect(await ask(V1, { signatureVersion: "v2" })).toBe("signature_mismatch");
    expect(await ask(V2, { signatureVersion: "v1" })).toBe("signature_mismatch");
  });

  it.each([
    ["tampered bodies", { ...V2, body: '{"example_field":"other"}' }, [SECRET], "signature_mismatch"],
    ["other secrets", V2, ["zzzz"], "signature_mismatch"],
    ["hex in capitals, which verify", { ...V2, signature: V2.signature.toUpperCase() }, [SECRET], "verified"],
    ["a second secret, which verifies", V2, ["zzzz", SECRET], "verified"],
    ["empty headers", { ...V2, signature: "" }, [SECRET], "missing_signature_header"],
    ["headers that are no digest", { ...V2, signature: "potato" }, [SECRET], "malformed_signature"],
    ["no secret", V2, [""], "no_secret_configured"],
    // SHA-256 of the body alone is what an empty secret would give.
    [
      "no secret, forged",
      { ...V2, signature: createHash("sha256").update(`POST${url}${V2.body}`).digest("hex") },
      [""],
      "no_secret_configured",
    ],
  ])("with %s", async (_what, vector, secrets, result) => {
    expect(await ask(vector, { signatureVersion: "v2" }, { secrets })).toBe(result);
  });
});

describe("what HubSpot says about its events", () => {
  const event = (eventId: number, subscriptionType: string, attemptNumber = 0) => ({
    eventId,
    subscriptionId: 12345,
    portalId: 62515,
    occurredAt: 1_564_113_600_000,
    subscriptionType,
    attemptNumber,
    objectId: 123,
  });
  const describeBatch = (...events: readonly unknown[]) =>
    hubspot.describe(inbound({ headers: {}, body: bytes(JSON.stringify(events)) }), {});

  it("one event has its type, its time, and an id that stays on a second attempt", () => {
    const first = describeBatch(event(1, "contact.creation"));
    expect(first).toEqual({
      type: "contact.creation",
      id: "1-62515-12345-123-1564113600000",
      occurredAt: "2019-07-26T04:00:00.000Z",
    });
    expect(describeBatch(event(1, "contact.creation", 3))).toEqual(first);
    expect(describeBatch(event(2, "contact.creation")).id).not.toBe(first.id);
  });

  it("several of one type have it, several of different types have none", () => {
    const alike = describeBatch(event(1, "contact.creation"), event(2, "contact.creation"));
    expect(alike.type).toBe("contact.creation");
    expect(alike.id).toMatch(/^sha256:/);
    expect(describeBatch(event(1, "contact.creation", 1), event(2, "contact.creation", 1)).id).toBe(alike.id);
    expect(describeBatch(event(1, "contact.creation"), event(2, "deal.creation")).type).toBe(null);
  });
});

it.each([
  ["", 0],
  ["https://hooks.example.com/x?y=1", 0],
  ["hooks.example.com/x", 1],
  ["https://", 1],
])("an address like %j has %i problems when the source is saved", (webhookUrl, count) => {
  expect(hubspot.findProblems?.({ webhookUrl })).toHaveLength(count);
});

describe("HubSpot's old signatures are no HMAC", () => {
  /**
   * What SHA-256 itself puts behind `length` bytes. Whoever knows the digest of a text can go on from there: to the digest
   * of the text, this padding, and anything behind it, without knowing the secret in front.
   */
  function padding(length: number): Uint8Array {
    const zeros = (119 - (length % 64)) % 64;
    const padded = new Uint8Array(1 + zeros + 8);
    padded[0] = 0x80;
    new DataView(padded.buffer).setUint32(padded.length - 4, length * 8);
    return padded;
  }

  it.each([
    ["v1", ""],
    ["v2", `POST${URL_CALLED}`],
  ])("so a body that was lengthened behind a recorded %s one is refused", async (signatureVersion, front) => {
    const secret = "client-secret-right";
    const body = '[{"eventId":1}]';
    const longer = Buffer.concat([
      Buffer.from(body),
      padding(secret.length + front.length + body.length),
      Buffer.from("forged"),
    ]);
    const ask = async (sent: Uint8Array) => {
      // What length extension arrives at is this very digest.
      const signature = createHash("sha256").update(`${secret}${front}`).update(sent).digest("hex");
      const request = inbound({ headers: { "X-HubSpot-Signature": signature }, body: Uint8Array.from(sent) });
      return verdict(
        await verifyWith(hubspot, request, { secrets: [secret], settings: { signatureVersion } }),
      );
    };
    expect(await ask(Buffer.from(body))).toBe("verified");
    expect(await ask(longer)).toBe("malformed_body");
  });
});
