import { describe, expect, test } from "vitest";
import { checkHostPattern, type HostRules, hostRuleFault, NO_HOST_RULES } from "./host-rules.ts";

const rules = (given: Partial<HostRules>): HostRules => ({ ...NO_HOST_RULES, ...given });
const fault = (url: string, given: Partial<HostRules>) => {
  const { hostname, protocol } = new URL(url);
  return hostRuleFault(hostname, protocol, rules(given));
};

describe("host rules", () => {
  test.each<[string, Partial<HostRules>, ReturnType<typeof hostRuleFault>]>([
    ["http://example.com/", {}, null],
    ["http://example.com/", { httpsOnly: true }, "https_required"],
    ["https://example.com/", { httpsOnly: true }, null],
    ["https://example.com/", { allowedHosts: [] }, "host_not_allowed"],
    ["https://example.com/", { allowedHosts: ["example.com"] }, null],
    ["https://EXAMPLE.com:8443/", { allowedHosts: ["example.com"] }, null],
    ["https://a.example.com/", { allowedHosts: ["example.com"] }, "host_not_allowed"],
    ["https://a.example.com/", { allowedHosts: ["*.example.com"] }, null],
    ["https://a.b.example.com/", { allowedHosts: ["*.example.com"] }, null],
    ["https://example.com/", { allowedHosts: ["*.example.com"] }, "host_not_allowed"],
    ["https://evilexample.com/", { allowedHosts: ["*.example.com"] }, "host_not_allowed"],
    ["https://example.com.evil.net/", { allowedHosts: ["*.example.com", "example.com"] }, "host_not_allowed"],
    [
      "https://a.example.com/",
      { allowedHosts: ["*.example.com"], deniedHosts: ["a.example.com"] },
      "host_denied",
    ],
    ["https://a.b.example.com/", { deniedHosts: ["*.example.com"] }, "host_denied"],
    ["https://bücher.example/", { deniedHosts: ["xn--bcher-kva.example"] }, "host_denied"],
    ["https://134744072/", { deniedHosts: ["8.8.8.8"] }, "host_denied"],
    ["https://[2606:4700:0:0::1]/", { deniedHosts: ["[2606:4700::1]"] }, "host_denied"],
  ])("%s under %o: %s", (url, given, expected) => {
    expect(fault(url, given)).toBe(expected);
  });
});

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
