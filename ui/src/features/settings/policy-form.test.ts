import { describe, expect, it } from "vitest";
import { lineFaults, linesOf, policyFormOf, policyOf } from "./policy-form.ts";

const nothing = {
  retentionDays: null,
  catalogueMode: null,
  httpsOnly: null,
  allowedHosts: null,
  deniedHosts: null,
  residency: null,
  auditRetentionDays: null,
};

describe("a policy as a form", () => {
  it("demands nothing when nothing is filled in", () => {
    expect(policyOf(policyFormOf(nothing))).toEqual(nothing);
  });

  it("comes back as it was", () => {
    const own = {
      retentionDays: 7,
      catalogueMode: "strict" as const,
      httpsOnly: true,
      allowedHosts: ["a.com", "*.b.com"],
      deniedHosts: ["c.com"],
      residency: ["eu"],
      auditRetentionDays: 400,
    };
    expect(policyOf(policyFormOf(own))).toEqual(own);
  });

  it("keeps no host and any host apart", () => {
    expect(policyOf(policyFormOf({ ...nothing, allowedHosts: [] })).allowedHosts).toEqual([]);
    expect(policyOf(policyFormOf(nothing)).allowedHosts).toBeNull();
  });

  it("reads lines and commas, and drops what is empty", () => {
    expect(linesOf(" a.com \n\nb.com, c.com\n")).toEqual(["a.com", "b.com", "c.com"]);
  });

  it("says which line is refused", () => {
    const errors = [
      { pointer: "/allowedHosts/1", message: "outside" },
      { pointer: "/deniedHosts/0", message: "else" },
      { pointer: "/allowedHosts", message: "too many" },
    ];
    expect(lineFaults(errors, "allowedHosts", "a.com\nb.com")).toEqual([
      { line: "b.com", message: "outside" },
      { line: null, message: "too many" },
    ]);
  });
});
