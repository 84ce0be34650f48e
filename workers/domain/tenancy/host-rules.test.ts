import { describe, expect, test } from "vitest";
import { type HostRules, hostRuleFault, NO_HOST_RULES } from "./host-rules.ts";

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
