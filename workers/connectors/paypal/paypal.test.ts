import { Buffer } from "node:buffer";
import { sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Connector } from "#domain/ingress/connector";
import { bytes, inbound, NOW, type ToSign, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { makeCertificate } from "../testing/x509.ts";
import { certificateUrl } from "./certificate-url.ts";
import { paypal } from "./index.ts";
import { SANDBOX_2017 } from "./vectors.ts";

const DAY_MS = 86_400_000;
const CERT_URL = "https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-1d93a270";
const validity = { validFrom: new Date(NOW - DAY_MS), validTo: new Date(NOW + DAY_MS) };
const root = makeCertificate({ ...validity, commonName: "Test Root", ca: true });
const issuer = makeCertificate({ ...validity, commonName: "Test Issuer", ca: true, issuer: root });
const signer = makeCertificate({ ...validity, commonName: "messageverificationcerts.paypal.com", issuer });

/** CRC-32 as in RFC 1952, written out so that it is not the connector's. */
function crc32(body: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function signAsPaypal({ secret, body, timestampMs }: ToSign, key = signer.privateKey) {
  const time = new Date(timestampMs).toISOString();
  const message = `transmission-1|${time}|${secret}|${crc32(body)}`;
  return {
    headers: {
      "PAYPAL-AUTH-ALGO": "SHA256withRSA",
      "PAYPAL-CERT-URL": CERT_URL,
      "PAYPAL-TRANSMISSION-ID": "transmission-1",
      "PAYPAL-TRANSMISSION-SIG": sign("sha256", Buffer.from(message), key).toString("base64"),
      "PAYPAL-TRANSMISSION-TIME": time,
    },
  };
}

const serving = (pem: string | null): Connector => ({
  ...paypal,
  verify: (input) => paypal.verify({ ...input, fetchText: () => Promise.resolve(pem) }),
});

verifyTable(serving(signer.pem + issuer.pem + root.pem), {
  sign: (parts) => signAsPaypal(parts),
  secrets: ["5GP028458E2496506", "3RN13029J36659323", "1JE4291016473214C"],
  signatureHeader: "PAYPAL-TRANSMISSION-SIG",
  timestamped: true,
  encoding: "base64",
  malformed: [
    ["potato!", "malformed_signature"],
    ["AAA", "malformed_signature"],
    ["AAAA", "signature_mismatch"],
  ],
});

describe("PayPal's certificate", () => {
  const body = bytes('{"id":"WH-1"}');
  const parts = { secret: "5GP028458E2496506", body, timestampMs: NOW };
  const arrival = { ...signAsPaypal(parts), body };
  const secrets = [parts.secret];
  const ask = async (connector: Connector, headers: Record<string, string> = {}) =>
    verdict(
      await verifyWith(connector, inbound({ body, headers: { ...arrival.headers, ...headers } }), {
        secrets,
      }),
    );

  it.each([
    ["another host", "https://evil.test/v1/notifications/certs/CERT-1"],
    ["a host that ends alike", "https://evilpaypal.com/v1/notifications/certs/CERT-1"],
    ["a host that begins alike", "https://api.paypal.com.evil.test/v1/notifications/certs/CERT-1"],
    ["PayPal's as the user name", "https://api.paypal.com@evil.test/v1/notifications/certs/CERT-1"],
    ["plain http", "http://api.paypal.com/v1/notifications/certs/CERT-1"],
    ["a forgotten name of PayPal's", "https://old.paypal.com/v1/notifications/certs/CERT-1"],
    ["another port", "https://api.paypal.com:8443/v1/notifications/certs/CERT-1"],
    ["another path of PayPal's", "https://www.paypal.com/upload/cert.pem"],
    ["a path that climbs", "https://api.paypal.com/v1/notifications/certs/../../../upload/x"],
    ["a query", "https://api.paypal.com/v1/notifications/certs/CERT-1?next=//evil.test"],
    ["a trailing dot", "https://api.paypal.com./v1/notifications/certs/CERT-1"],
    ["no address", "CERT-1"],
  ])("is asked of PayPal only: %s is refused and nothing is fetched", async (_what, url) => {
    let fetched = 0;
    const counting: Connector = {
      ...paypal,
      verify: (input) =>
        paypal.verify({
          ...input,
          fetchText: () => {
            fetched += 1;
            return Promise.resolve(signer.pem);
          },
        }),
    };
    expect(certificateUrl(url)).toBe(null);
    expect(await ask(counting, { "PAYPAL-CERT-URL": url })).toBe("malformed_header");
    expect(fetched).toBe(0);
  });

  it.each(["api.paypal.com", "api.sandbox.paypal.com", "api-m.paypal.com"])("is taken from %s", (host) => {
    const url = `https://${host}/v1/notifications/certs/CERT-360caa42`;
    expect(certificateUrl(url)).toBe(url);
  });

  it("that cannot be had now makes PayPal try again later", async () => {
    expect(await ask(serving(null))).toBe("key_unavailable");
    expect(await ask(serving("<html>busy</html>"))).toBe("key_unavailable");
  });

  it.each([
    ["of somebody else", { commonName: "evil.test" }],
    ["of another PayPal service", { commonName: "www.paypal.com" }],
    [
      "that has run out",
      { commonName: "messageverificationcerts.paypal.com", validTo: new Date(NOW - 1_000) },
    ],
    ["that may issue others", { commonName: "messageverificationcerts.paypal.com", ca: true }],
  ])("%s is not used, although it fits the signature", async (_what, wish) => {
    const other = makeCertificate({ ...validity, ...wish });
    const headers = signAsPaypal(parts, other.privateKey).headers;
    expect(await ask(serving(other.pem), headers)).toBe("key_unavailable");
  });

  it("of PayPal's with another key verifies nothing", async () => {
    const other = makeCertificate({ ...validity, commonName: signer.commonName });
    expect(await ask(serving(other.pem))).toBe("signature_mismatch");
  });

  it("is not fetched for a request that is too old anyway", async () => {
    const unreachable: Connector = {
      ...paypal,
      verify: (input) => paypal.verify({ ...input, fetchText: () => Promise.reject(new Error("fetched")) }),
    };
    const headers = signAsPaypal({ ...parts, timestampMs: NOW - 600_000 }).headers;
    expect(await ask(unreachable, headers)).toBe("timestamp_outside_tolerance");
  });

  it.each([
    ["PAYPAL-AUTH-ALGO", "SHA1withRSA", "no_supported_scheme"],
    ["PAYPAL-AUTH-ALGO", "", "missing_signature_header"],
    ["PAYPAL-TRANSMISSION-ID", "", "missing_signature_header"],
    ["PAYPAL-TRANSMISSION-ID", "transmission-2", "signature_mismatch"],
    ["PAYPAL-TRANSMISSION-TIME", "", "missing_signature_header"],
    ["PAYPAL-TRANSMISSION-TIME", "yesterday", "malformed_timestamp"],
    ["PAYPAL-TRANSMISSION-TIME", "2026-01-15T12:00:00", "malformed_timestamp"],
    ["PAYPAL-TRANSMISSION-TIME", "2026-01-15T12:00:01Z", "signature_mismatch"],
    ["PAYPAL-CERT-URL", "", "missing_signature_header"],
  ])("with %s: %j the request is refused: %s", async (header, value, reason) => {
    expect(await ask(serving(signer.pem), { [header]: value })).toBe(reason);
  });
});

describe("what PayPal's checksum leaves open", () => {
  /** Four bytes that lead a CRC-32 from one register to another: the polynomial, run backwards. */
  function patch(from: number, to: number): Uint8Array {
    let register = to;
    for (let bit = 0; bit < 32; bit++) {
      register = register & 0x80000000 ? ((register ^ 0xedb88320) << 1) | 1 : register << 1;
    }
    const word = (register ^ from) >>> 0;
    return new Uint8Array([word, word >>> 8, word >>> 16, word >>> 24]);
  }

  it("another body with the same CRC-32 is verified, and known as a replay of the recorded request", async () => {
    const genuine = bytes('{"id":"WH-1","amount":"1.00"}');
    const start = bytes('{"id":"WH-2","amount":"9999.00"}');
    const register = (body: Uint8Array) => ~crc32(body) >>> 0;
    const forged = new Uint8Array([...start, ...patch(register(start), register(genuine))]);
    expect(crc32(forged)).toBe(crc32(genuine));

    const signed = signAsPaypal({ secret: "5GP028458E2496506", body: genuine, timestampMs: NOW });
    const ask = (body: Uint8Array) =>
      verifyWith(serving(signer.pem), inbound({ ...signed, body }), { secrets: ["5GP028458E2496506"] });
    expect(verdict(await ask(genuine))).toBe("verified");
    expect(verdict(await ask(forged))).toBe("verified");
    const idOf = (body: Uint8Array) => paypal.describe(inbound({ ...signed, body }), {}).id;
    expect(idOf(forged)).toBe(idOf(genuine));
  });
});

describe("PayPal's own request of 2017", () => {
  const { webhookId, now, transmissionId, transmissionTime, signature, certificate } = SANDBOX_2017;
  const request = inbound({
    body: bytes(SANDBOX_2017.body),
    headers: {
      "PAYPAL-AUTH-ALGO": "SHA256withRSA",
      "PAYPAL-CERT-URL":
        "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77",
      "PAYPAL-TRANSMISSION-ID": transmissionId,
      "PAYPAL-TRANSMISSION-SIG": signature,
      "PAYPAL-TRANSMISSION-TIME": transmissionTime,
    },
  });

  it("is verified with the certificate of that time", async () => {
    const connector = serving(certificate);
    expect(verdict(await verifyWith(connector, request, { secrets: [webhookId], now }))).toBe("verified");
  });

  it("is refused for another webhook, and today, when the certificate has long run out", async () => {
    const connector = serving(certificate);
    expect(verdict(await verifyWith(connector, request, { secrets: ["NotToBeFound"], now }))).toBe(
      "signature_mismatch",
    );
    const today = { secrets: [webhookId], toleranceMs: Number.MAX_SAFE_INTEGER };
    expect(verdict(await verifyWith(connector, request, today))).toBe("key_unavailable");
  });

  it("is described by PayPal's own words", () => {
    expect(paypal.describe(request, {})).toEqual({
      type: "BILLING.PLAN.CREATED",
      id: "071f7d20-1584-11e7-abf0-6b62a8a99ac4",
      occurredAt: "2017-03-30T20:04:05.613Z",
    });
  });
});
