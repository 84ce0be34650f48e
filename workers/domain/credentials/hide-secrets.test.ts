import { describe, expect, it } from "vitest";
import { secretHider } from "./hide-secrets.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const SECRET = 'p"ss w/rd+ü';
const hide = secretHider([SECRET], base64);

describe("a secret in what a target sends back", () => {
  it.each([
    ["as it is", SECRET],
    ["in a URL", encodeURIComponent(SECRET)],
    ["in a form", encodeURIComponent(SECRET).replaceAll("%20", "+")],
    ["in JSON", JSON.stringify({ it: SECRET })],
    ["in base64", base64(SECRET)],
    ["twice", `${SECRET}, ${SECRET}`],
  ])("is not to be seen: %s", (_what, text) => {
    const shown = hide(`before ${text} behind`, false);
    expect(shown).toMatch(/^before .*\[redacted\].* behind$/);
    for (const part of [SECRET, "ss w", "w%2Frd", "w/rd"]) expect(shown).not.toContain(part);
  });

  it("is not to be seen where the text was cut off in the middle of it", () => {
    const token = "eyJhbGciOiJIUzI1NiJ9.secret";
    const cut = secretHider([token], base64);
    expect(cut(`you sent ${token.slice(0, 12)}`, true)).toBe("you sent [redacted]");
    expect(cut(`you sent ${token.slice(0, 12)}`, false)).toBe(`you sent ${token.slice(0, 12)}`);
  });

  it("is hidden whole when another secret is a part of it", () => {
    const both = secretHider(["inner", "the-inner-token"], base64);
    expect(both("the-inner-token", false)).toBe("[redacted]");
  });

  it("is left alone when it is too short to be told from text", () => {
    expect(secretHider(["ab", ""], base64)("a table about ab", true)).toBe("a table about ab");
  });
});
