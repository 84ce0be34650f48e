import { describe, expect, it } from "vitest";
import { COMMON_PASSWORDS } from "./common-passwords.ts";
import { isEmail, normalizeEmail } from "./email.ts";
import { formatPasswordHash, isWeakerThan, parsePasswordHash, SCRYPT } from "./password-hash.ts";
import { findPasswordProblem } from "./password-policy.ts";
import { formatRefreshToken, sessionOfRefreshToken } from "./refresh-token.ts";
import { formatRecoveryCode, readCode } from "./second-factor.ts";

describe("an e-mail address", () => {
  it("has one spelling", () => {
    expect(normalizeEmail("  Ann.Lee@Example.COM\n")).toBe("ann.lee@example.com");
    expect(normalizeEmail("jose\u0301@example.com")).toBe("josé@example.com");
  });

  it.each(["a@b.co", "a+b@c.example.com", "o'hara@x.ie", "josé@exämple.de"])("may be %s", (email) => {
    expect(isEmail(email)).toBe(true);
  });

  it.each([
    "",
    "a",
    "a@",
    "@b.co",
    "a@b",
    "a@b..co",
    "a@.co",
    "a b@c.co",
    "a@b.co\n",
    "<a@b.co>",
    "a@b@c.co",
  ])("may not be %j", (email) => {
    expect(isEmail(email)).toBe(false);
  });

  it("is matched in time that does not explode", () => {
    const startedAt = performance.now();
    expect(isEmail(`${"a.".repeat(120)}@${"a.".repeat(5)}`)).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

describe("a new password", () => {
  const problem = (password: string) => findPasswordProblem(password, "annabelle.lee@example.com");

  it.each(["correct battery staple", "twelve chars", "пароль из слов", "🐴🔋📎🐴🔋🖇🐎🪫📌🐴🔋🎈"])(
    "may be %s",
    (password) => {
      expect(problem(password)).toBeNull();
    },
  );

  it.each([
    ["eleven char", "at least 12"],
    ["🐴🔋📎", "at least 12"],
    ["x y".repeat(100), "at most 256"],
    ["annabelle.lee@example.com", "e-mail"],
    ["My-Annabelle.Lee@example.com!", "e-mail"],
    ["ANNABELLE.LEE", "e-mail"],
    ["aaaaaaaaaaaaa", "repeat"],
    ["abcdabcdabcdab", "repeat"],
    ["PassWord1234", "commonest"],
    ["ｐａｓｓｗｏｒｄ１２３４", "commonest"],
  ])("may not be %s", (password, why) => {
    expect(problem(password)).toContain(why);
  });

  it("is compared with common ones that are long enough, in lower case: a shorter entry would do nothing", () => {
    for (const common of COMMON_PASSWORDS) {
      expect([common, [...common].length >= 12, common === common.toLowerCase()]).toEqual([
        common,
        true,
        true,
      ]);
    }
  });
});

describe("a password's hash", () => {
  const text = "scrypt$16384$8$5$c2FsdA$aGFzaA";

  it("carries its parameters", () => {
    expect(parsePasswordHash(text)).toEqual({ parameters: SCRYPT, salt: "c2FsdA", hash: "aGFzaA" });
    expect(formatPasswordHash({ parameters: SCRYPT, salt: "c2FsdA", hash: "aGFzaA" })).toBe(text);
  });

  it.each(["", "argon2$1$1$1$a$b", "scrypt$16384$8$5$c2FsdA", "scrypt$x$8$5$a$b", `${text}$x`])(
    "is nothing when it is malformed: %s",
    (malformed) => {
      expect(parsePasswordHash(malformed)).toBeNull();
    },
  );

  it.each([
    ["scrypt$16384$8$5$a$b", false],
    ["scrypt$16384$8$1$a$b", true],
    ["scrypt$8192$8$10$a$b", true],
    ["scrypt$32768$8$5$a$b", false],
    ["nonsense", true],
  ])("is weak or not beside today's: %s, %s", (stored, weak) => {
    expect(isWeakerThan(stored, SCRYPT)).toBe(weak);
  });
});

describe("a typed code", () => {
  it.each([
    ["123456", { kind: "totp", code: "123456" }],
    [" 123 456 ", { kind: "totp", code: "123456" }],
    ["K3FD-9x2m abcd-0123", { kind: "recovery", code: "k3fd9x2mabcd0123" }],
    ["12345", { kind: "recovery", code: "12345" }],
    ["", { kind: "none" }],
    [" - ", { kind: "none" }],
    [undefined, { kind: "none" }],
  ])("is read as people write it: %j", (text, typed) => {
    expect(readCode(text)).toEqual(typed);
  });

  it("that is shown can be typed again", () => {
    const shown = formatRecoveryCode("k3fd9x2mabcd0123");
    expect(shown).toBe("k3fd-9x2m-abcd-0123");
    expect(readCode(shown)).toEqual({ kind: "recovery", code: "k3fd9x2mabcd0123" });
  });
});

describe("a refresh token", () => {
  it("names its session, and nothing else does", () => {
    const id = `ses_${"0".repeat(26)}`;
    expect(sessionOfRefreshToken(formatRefreshToken(id, "A".repeat(43)))).toBe(id);
    for (const text of ["", id, `${id}.`, `${id}.${"A".repeat(44)}`, `x${id}.${"A".repeat(43)}`]) {
      expect(sessionOfRefreshToken(text)).toBeNull();
    }
  });
});
