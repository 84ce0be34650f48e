import { Buffer } from "node:buffer";
import { sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { NOW } from "../testing/signed-request.ts";
import { type CertificateWish, makeCertificate } from "../testing/x509.ts";
import { checkCertificate, rsaVerifies } from "./certificates.ts";

const DAY_MS = 86_400_000;
const NAME = /^signer\.example\.com$/;
const WISH: CertificateWish = {
  commonName: "signer.example.com",
  validFrom: new Date(NOW - DAY_MS),
  validTo: new Date(NOW + DAY_MS),
};
const check = (pem: string, now = NOW) => checkCertificate(pem, { now, name: NAME });
const why = (pem: string, now = NOW) => {
  const found = check(pem, now);
  return found.kind === "rejected" ? `${found.reason}: ${found.detail}` : "ok";
};

const root = makeCertificate({ ...WISH, commonName: "Test Root", ca: true });
const middle = makeCertificate({ ...WISH, commonName: "Test Issuer", ca: true, issuer: root });
const leaf = makeCertificate({ ...WISH, issuer: middle });

describe("certificates that providers publish", () => {
  it("a certificate of the right name is taken, alone and with the chain behind it", () => {
    expect(why(leaf.pem)).toBe("ok");
    expect(why(leaf.pem + middle.pem)).toBe("ok");
    expect(why(leaf.pem + middle.pem + root.pem)).toBe("ok");
  });

  it("its key verifies what it signed, with either hash, and nothing else", () => {
    const found = check(leaf.pem);
    if (found.kind === "rejected") throw new Error(found.detail);
    const { publicKey } = found.value;
    for (const hash of ["sha1", "sha256"] as const) {
      const signature = sign(hash, Buffer.from("message"), leaf.privateKey);
      expect(rsaVerifies(publicKey, hash, "message", signature)).toBe(true);
      expect(rsaVerifies(publicKey, hash, "massage", signature)).toBe(false);
      expect(rsaVerifies(publicKey, hash, "message", signature.subarray(1))).toBe(false);
    }
  });

  it("a certificate for somebody else is refused", () => {
    const other = makeCertificate({ ...WISH, commonName: "signer.example.com.evil.test" });
    expect(why(other.pem)).toContain("issued for somebody else");
  });

  it("where there are alternative names, the common name counts for nothing", () => {
    const named = makeCertificate({ ...WISH, dnsNames: ["evil.test"] });
    expect(why(named.pem)).toContain("issued for somebody else");
    const plain = makeCertificate({ ...WISH, dnsNames: null });
    expect(why(plain.pem)).toBe("ok");
  });

  it("before its first and after its last second it is refused, and asking at one time spoils no other", () => {
    expect(why(leaf.pem, NOW - 2 * DAY_MS)).toContain("not valid at this time");
    expect(why(leaf.pem, NOW + 2 * DAY_MS)).toContain("not valid at this time");
    expect(why(leaf.pem)).toBe("ok");
  });

  it("an issuer that has run out takes its certificate with it", () => {
    const short = makeCertificate({ ...WISH, commonName: "Short", ca: true, validTo: new Date(NOW - 1) });
    const issued = makeCertificate({ ...WISH, issuer: short });
    expect(why(issued.pem)).toBe("ok");
    expect(why(issued.pem + short.pem)).toContain("not valid at this time");
  });

  it.each([
    ["the issuer is missing in between", () => leaf.pem + root.pem],
    ["the order is wrong", () => leaf.pem + root.pem + middle.pem],
    [
      "the issuer only bears the name",
      () => leaf.pem + makeCertificate({ ...WISH, commonName: "Test Issuer", ca: true }).pem,
    ],
    [
      "the issuer may not issue",
      () => {
        const issuer = makeCertificate({ ...WISH, commonName: "No CA" });
        return makeCertificate({ ...WISH, issuer }).pem + issuer.pem;
      },
    ],
  ])("a chain that does not fit together is refused: %s", (_why, pem) => {
    expect(why(pem())).toContain("does not fit together");
  });

  it("a certificate that may issue others signs no messages", () => {
    const authority = makeCertificate({ ...WISH, ca: true });
    expect(why(authority.pem)).toContain("may issue others");
  });

  it("a key that is too short is refused", () => {
    const weak = makeCertificate({ ...WISH, modulusLength: 1_024 });
    expect(why(weak.pem)).toContain("RSA of at least 2048 bits");
  });

  it.each([
    ["nothing", ""],
    ["a page", "<html>Not Found</html>"],
    ["an empty block", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"],
    ["rubbish in a block", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"],
    ["a file without end", "x".repeat(70_000)],
    ["a crowd", leaf.pem.repeat(9)],
  ])("%s is refused, and said to be unavailable", (_what, pem) => {
    expect(why(pem)).toContain("key_unavailable");
  });
});
