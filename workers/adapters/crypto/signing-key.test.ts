import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { generateSecret, importSecret, publicKeyOf } from "./signing-key.ts";

const bytes = (length: number, fill = 7) => Buffer.alloc(length, fill).toString("base64");

describe("generateSecret", () => {
  test("an HMAC secret has 32 random bytes behind whsec_", () => {
    const [one, other] = [generateSecret("hmac").value, generateSecret("hmac").value];
    expect(Buffer.from(one.slice("whsec_".length), "base64")).toHaveLength(32);
    expect(one.startsWith("whsec_")).toBe(true);
    expect(one).not.toBe(other);
  });

  test("an Ed25519 pair has a private half behind whsk_ and its own public half behind whpk_", () => {
    const pair = generateSecret("ed25519");
    expect(pair).toMatchObject({
      kind: "ed25519",
      value: expect.stringMatching(/^whsk_/),
      publicKey: publicKeyOf(pair.value),
    });
  });

  test("the first test vector of RFC 8032 gives the public key that is printed there", () => {
    const seed = Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex");
    const expected = Buffer.from("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "hex");
    expect(publicKeyOf(`whsk_${seed.toString("base64")}`)).toBe(`whpk_${expected.toString("base64")}`);
  });
});

describe("importSecret", () => {
  test.each([24, 32, 64])("a whsec_ secret of %d bytes is taken", (length) => {
    expect(importSecret(`whsec_${bytes(length)}`)).toEqual({
      ok: true,
      kind: "hmac",
      value: `whsec_${bytes(length)}`,
    });
  });

  test("missing padding is added, so that receivers with a strict decoder can use the stored form", () => {
    expect(importSecret(`whsec_${bytes(32).replace("=", "")}`)).toMatchObject({
      ok: true,
      value: `whsec_${bytes(32)}`,
    });
  });

  test("what was generated can be imported", () => {
    for (const secret of [generateSecret("hmac"), generateSecret("ed25519")]) {
      expect(importSecret(secret.value)).toEqual({ ok: true, ...secret });
    }
  });

  test("an Ed25519 key that carries its public half is taken and stored as the seed", () => {
    const pair = generateSecret("ed25519");
    if (pair.kind !== "ed25519") throw new Error("wrong kind");
    const both = Buffer.concat([
      Buffer.from(pair.value.slice("whsk_".length), "base64"),
      Buffer.from(pair.publicKey.slice("whpk_".length), "base64"),
    ]);
    expect(importSecret(`whsk_${both.toString("base64")}`)).toEqual({ ok: true, ...pair });
    both[63] = (both[63] ?? 0) ^ 1;
    expect(importSecret(`whsk_${both.toString("base64")}`)).toMatchObject({
      ok: false,
      reason: "key_mismatch",
    });
  });

  test("a text secret is taken as it is", () => {
    expect(importSecret("utf8:whsec_not base64 é")).toEqual({
      ok: true,
      kind: "hmac",
      value: "utf8:whsec_not base64 é",
    });
  });

  test.each([
    ["", "unknown_prefix"],
    ["hello", "unknown_prefix"],
    ["WHSEC_AAAA", "unknown_prefix"],
    [`whsec_${bytes(23)}`, "wrong_length"],
    [`whsec_${bytes(65)}`, "wrong_length"],
    ["whsec_", "wrong_length"],
    [`whsec_${bytes(32)} `, "not_base64"],
    [`whsec_${bytes(32)}!`, "not_base64"],
    [`whsec_${bytes(32, 255)}`.replaceAll("/", "_"), "not_base64"],
    [`whsk_${bytes(31)}`, "wrong_length"],
    [`whsk_${bytes(33)}`, "wrong_length"],
    ["whsk_*", "not_base64"],
    [`whpk_${bytes(32)}`, "public_key_given"],
    ["utf8:short", "wrong_length"],
    [`utf8:${"x".repeat(257)}`, "wrong_length"],
  ])("%j is refused as %s", (text, reason) => {
    expect(importSecret(text)).toMatchObject({ ok: false, reason });
  });
});
