import { describe, expect, it } from "vitest";
import { changedFields, overlap, overlay } from "./source-conflict.ts";
import type { SettingsDraft } from "./source-settings.ts";

const BASE: SettingsDraft = {
  ...{ name: "Shop", enabled: true, isUnverified: false, isAccepted: false, tolerance: "" },
  settings: { header: "X-Sign", prefix: "" },
  mapping: { mode: "manifest", prefix: "webhook.", template: "", type: "" },
  ...{ headers: "", labels: [], windowMs: "off" },
  ...{ hasResponse: false, status: "200", responseHeaders: [], responseBody: "" },
};
const mine: SettingsDraft = { ...BASE, name: "Mine", settings: { header: "X-Mine", prefix: "" } };

describe("two who edit a source at once", () => {
  it("do not meet where each changed something else", () => {
    const theirs = { ...BASE, enabled: false, settings: { header: "X-Sign", prefix: "v1=" } };
    expect(overlap(BASE, mine, theirs)).toEqual([]);
    expect(overlay(BASE, mine, theirs)).toEqual({
      ...theirs,
      name: "Mine",
      settings: { header: "X-Mine", prefix: "v1=" },
    });
  });

  it("meet in what both changed", () => {
    const theirs = { ...BASE, name: "Theirs", settings: { header: "X-Theirs", prefix: "" } };
    expect(overlap(BASE, mine, theirs)).toEqual(["settings/header", "name"]);
    expect(overlay(BASE, mine, theirs)).toEqual(mine);
  });

  it("do not where both came to the same", () => {
    expect(overlap(BASE, mine, { ...BASE, name: "Mine" })).toEqual([]);
  });

  it("keep a field that the other never had", () => {
    const added = { ...BASE, settings: { ...BASE.settings, idHeader: "X-Id" } };
    expect(changedFields(BASE, added)).toEqual(["settings/idHeader"]);
    expect(overlay(BASE, added, BASE).settings).toEqual(added.settings);
  });

  it("take over that somebody means it when they verify nothing", () => {
    const open = { ...BASE, isUnverified: true, isAccepted: true };
    expect(changedFields(BASE, open)).toEqual(["isUnverified"]);
    expect(overlay(BASE, open, { ...BASE, name: "Theirs" })).toMatchObject({
      ...{ name: "Theirs", isUnverified: true, isAccepted: true },
    });
  });
});
