import { describe, expect, test } from "vitest";
import type { DnsAnswer } from "./dns-message.ts";
import { judgeResolution } from "./host-resolution.ts";

const found = (ttlSeconds: number, ...addresses: string[]): DnsAnswer => ({
  kind: "answer",
  addresses,
  ttlSeconds,
});
const failed: DnsAnswer = { kind: "failed", message: "it answers SERVFAIL" };
const kindOf = (...answers: DnsAnswer[]) => judgeResolution(answers).resolution.kind;

describe("a host name", () => {
  test("is public when every one of its addresses is", () => {
    expect(kindOf(found(60, "8.8.8.8"), found(60, "2606:4700::1"))).toBe("public");
    expect(kindOf(found(60, "8.8.8.8"), found(60))).toBe("public");
  });

  test.each([
    ["the only address", [found(60, "10.0.0.1"), found(60)]],
    ["one among public ones", [found(60, "8.8.8.8", "192.168.0.1", "1.1.1.1"), found(60)]],
    ["the other family's", [found(60, "8.8.8.8"), found(60, "0:0:0:0:0:0:0:1")]],
    ["a mapped one", [found(60, "8.8.8.8"), found(60, "0:0:0:0:0:ffff:7f00:1")]],
    ["beside a lookup that failed", [found(60, "169.254.169.254"), failed]],
  ])("is private by a single private address: %s", (_, answers) => {
    expect(kindOf(...answers)).toBe("private");
  });

  test("leads nowhere without an address of either family", () => {
    expect(kindOf(found(60), found(60))).toBe("nowhere");
  });

  test("is unknown when one lookup failed, also beside a public address: nothing is open by accident", () => {
    expect(kindOf(found(60, "8.8.8.8"), failed)).toBe("unknown");
    expect(kindOf(failed, failed)).toBe("unknown");
    expect(kindOf(found(60), failed)).toBe("unknown");
  });

  test.each([
    ["TTL 0", [found(0, "8.8.8.8"), found(0)], 5_000],
    ["the shorter of two", [found(40, "8.8.8.8"), found(20)], 20_000],
    ["a day", [found(86_400, "8.8.8.8"), found(86_400)], 60_000],
    ["an absent name", [found(86_400), found(86_400)], 60_000],
    ["a private one", [found(0, "10.0.0.1"), found(0)], 5_000],
    ["a failure", [failed, failed], 5_000],
    ["a private one beside a failure", [found(30, "10.0.0.1"), failed], 30_000],
  ])("is remembered between 5 and 60 seconds: %s", (_, answers, ttlMs) => {
    expect(judgeResolution(answers).ttlMs).toBe(ttlMs);
  });
});
