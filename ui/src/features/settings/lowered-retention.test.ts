import { describe, expect, it } from "vitest";
import { loweredByDays, loweredByPolicy } from "./lowered-retention.ts";
import { policyFormOf } from "./policy-form.ts";

const SILENT = {
  retentionDays: null,
  catalogueMode: null,
  httpsOnly: null,
  allowedHosts: null,
  deniedHosts: null,
  residency: null,
  auditRetentionDays: null,
};
const NOT_INHERITED = {
  retentionDays: false,
  catalogueMode: false,
  httpsOnly: false,
  allowedHosts: false,
  deniedHosts: false,
  residency: false,
  auditRetentionDays: false,
};

/** What holds is what is demanded here, or else 30 and 365 days. */
function policyOf(days: { retentionDays?: number; auditRetentionDays?: number }, inherited = {}) {
  const effective = {
    retentionDays: 30,
    catalogueMode: "open" as const,
    httpsOnly: false,
    allowedHosts: null,
    deniedHosts: [],
    residency: null,
    auditRetentionDays: 365,
    ...days,
  };
  return { own: { ...SILENT, ...days }, effective, inherited: { ...NOT_INHERITED, ...inherited } };
}

const typing = (policy: ReturnType<typeof policyOf>, typed: object, isTop = true) =>
  loweredByPolicy(policy, { ...policyFormOf(policy.own), ...typed }, isTop);

describe("days that become fewer", () => {
  it("are told with what they were", () => {
    expect(loweredByDays(30, 7)).toEqual([{ what: "bodies", from: 30, to: 7 }]);
  });

  it.each([30, 31, undefined])("are none when %s are wished and 30 kept", (wished) => {
    expect(loweredByDays(30, wished)).toEqual([]);
  });
});

describe("a policy that keeps less", () => {
  it("is none that is as it was, or keeps more", () => {
    expect(typing(policyOf({}), {})).toEqual([]);
    expect(typing(policyOf({ retentionDays: 7 }), { retentionDays: "9", auditRetentionDays: "366" })).toEqual(
      [],
    );
  });

  it("asks for fewer days than hold, of bodies and of the audit log", () => {
    expect(typing(policyOf({}), { retentionDays: "7", auditRetentionDays: "90" })).toEqual([
      { what: "bodies", from: 30, to: 7 },
      { what: "audit", from: 365, to: 90 },
    ]);
  });

  it("at the top, leaves to the gateway what was kept for longer", () => {
    const long = policyOf({ retentionDays: 90, auditRetentionDays: 800 });
    expect(typing(long, { retentionDays: "", auditRetentionDays: "" })).toEqual([
      { what: "bodies", from: 90, to: 30 },
      { what: "audit", from: 800, to: 365 },
    ]);
    const short = policyOf({ retentionDays: 7, auditRetentionDays: 90 });
    expect(typing(short, { retentionDays: "", auditRetentionDays: "" })).toEqual([]);
  });

  it("below, takes back what it demanded beyond those above", () => {
    const own = policyOf({ retentionDays: 7, auditRetentionDays: 800 });
    expect(typing(own, { retentionDays: "", auditRetentionDays: "" }, false)).toEqual([
      { what: "audit", from: 800, to: null },
    ]);
    expect(typing(policyOf({}, { auditRetentionDays: true }), {}, false)).toEqual([]);
  });
});
