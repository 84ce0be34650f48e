import { describe, expect, it } from "vitest";
import { createPasswordHasher } from "./password-hasher.ts";

describe("a hashed password", () => {
  const hasher = createPasswordHasher();

  it("is scrypt with N 2^14, r 8, p 5, and a salt of its own", async () => {
    const [one, two] = [
      await hasher.hash("correct battery staple"),
      await hasher.hash("correct battery staple"),
    ];
    expect(one).toMatch(/^scrypt\$16384\$8\$5\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(two);
    expect(await hasher.verify("correct battery staple", one)).toBe(true);
    expect(await hasher.verify("correct battery stapl", one)).toBe(false);
  });

  it("is that of RFC 7914's test vectors", async () => {
    const vector = Buffer.from(
      "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162",
      "hex",
    ).toString("base64url");
    const salt = Buffer.from("NaCl").toString("base64url");
    expect(await hasher.verify("password", `scrypt$1024$8$16$${salt}$${vector}`)).toBe(true);
  });

  it("is the same for a character that keyboards write in two ways", async () => {
    const stored = await hasher.hash("passwort für José");
    expect(await hasher.verify("passwort fu\u0308r Jose\u0301", stored)).toBe(true);
  });

  it.each([null, "", "nonsense", "scrypt$16384$8$5$AAAA$"])(
    "is matched by nothing when it is %j",
    async (stored) => {
      expect(await hasher.verify("", stored)).toBe(false);
    },
  );
});
