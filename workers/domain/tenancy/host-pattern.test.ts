import { describe, expect, test } from "vitest";
import { checkHostPattern } from "./host-pattern.ts";

describe("a pattern in a host list", () => {
  test.each([
    ["hooks.example.com", "hooks.example.com"],
    ["HOOKS.Example.COM", "hooks.example.com"],
    ["*.Example.com", "*.example.com"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["*.bücher.example", "*.xn--bcher-kva.example"],
    ["example。com", "example.com"],
    ["0x7f.1", "127.0.0.1"],
    ["[2001:DB8:0:0::1]", "[2001:db8::1]"],
    ["localhost", "localhost"],
    ["*.internal", "*.internal"],
  ])("%s is compared as %s, and once more is the same", (text, pattern) => {
    expect(checkHostPattern(text)).toEqual({ ok: true, pattern });
    expect(checkHostPattern(pattern)).toEqual({ ok: true, pattern });
  });

  test.each([
    "",
    "*",
    "*.",
    "*.*.example.com",
    "a.*.example.com",
    "*example.com",
    "https://example.com",
    "example.com:443",
    "[::1]:80",
    "example.com:",
    "example.com/path",
    "user@example.com",
    "exa mple.com",
    "example.com.",
    "a..example.com",
    ".example.com",
    "*.1.2.3.4",
    "*.[::1]",
    "::1",
    "exa%6dple.com",
    "example.com?x",
    "example.com#x",
    "example.com\\x",
    "1.2.3.4.5",
  ])("%j is refused with a sentence", (text) => {
    const checked = checkHostPattern(text);
    expect(checked.ok).toBe(false);
    if (!checked.ok) expect(checked.message).toMatch(/\.$/);
  });
});
