import { describe, expect, it } from "vitest";
import { changesOf, formOf } from "./general-form.ts";

const organization = {
  id: "org_local_1",
  name: "Acme",
  region: "local",
  catalogueMode: "open" as const,
  retentionDays: 7,
  intakeShards: 1,
  createdAt: "2026-11-26T00:00:00.000Z",
};

describe("the general settings", () => {
  it("ask for nothing when nothing was changed", () => {
    expect(changesOf(organization, formOf(organization))).toEqual({});
  });

  it("send only what was changed: what is inherited does not become a wish", () => {
    expect(changesOf(organization, { ...formOf(organization), name: "Acme 2" })).toEqual({ name: "Acme 2" });
  });

  it("send numbers as numbers", () => {
    const form = { ...formOf(organization), retentionDays: "30", intakeShards: "4" };
    expect(changesOf(organization, form)).toEqual({ retentionDays: 30, intakeShards: 4 });
  });
});
