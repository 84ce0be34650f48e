import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { webHmac } from "../testing/web-crypto.ts";
import { DIGEST_BYTES, hmac } from "./hmac.ts";

/** https://www.rfc-editor.org/rfc/rfc2202#section-3 and https://www.rfc-editor.org/rfc/rfc4231#section-4.3, test case 2 of both. */
const RFC = [
  ["sha1", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"],
  ["sha256", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"],
  [
    "sha384",
    "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
  ],
  [
    "sha512",
    "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
  ],
] as const;

describe("HMAC", () => {
  it.each(RFC)("%s gives the RFC's digest, in one part or in several", (algorithm, hex) => {
    const whole = hmac(algorithm, "Jefe", ["what do ya want for nothing?"]);
    const parts = hmac(algorithm, "Jefe", ["what do ya ", Buffer.from("want for "), "nothing?"]);
    expect(Buffer.from(whole).toString("hex")).toBe(hex);
    expect(parts).toEqual(whole);
    expect(whole.length).toBe(DIGEST_BYTES[algorithm]);
  });

  it("takes bytes as they are, in the secret and in the content", async () => {
    const secret = Uint8Array.from([0, 0xff, 0x80]);
    const content = Uint8Array.from([0xff, 0, 0xfe]);
    const { hex } = await webHmac("SHA-256", secret, content);
    expect(Buffer.from(hmac("sha256", secret, [content])).toString("hex")).toBe(hex);
  });
});
