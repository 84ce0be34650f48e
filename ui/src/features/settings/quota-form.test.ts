import { describe, expect, it } from "vitest";
import { isComplete, isHalf, isSameQuota, quotaFormOf, quotaOf } from "./quota-form.ts";

const none = {
  eventsPerDay: null,
  integrations: null,
  storageBytes: null,
  rateLimits: { perKey: null, perUser: null, perOrganization: null },
};

describe("a quota as a form", () => {
  it("that says nothing is sent as no limit", () => {
    expect(quotaOf(quotaFormOf(none, none))).toEqual(none);
  });

  it("comes back as it was, to the byte", () => {
    const quota = {
      eventsPerDay: 1_000,
      integrations: 0,
      storageBytes: 1_000_000_001,
      rateLimits: { perKey: { ratePerSecond: 0.5, burst: 3 }, perUser: null, perOrganization: null },
    };
    expect(quotaOf(quotaFormOf(quota, none))).toEqual(quota);
  });

  it("does not take what comes from above for a limit of its own", () => {
    const above = {
      ...none,
      eventsPerDay: 500,
      rateLimits: { ...none.rateLimits, perKey: { ratePerSecond: 5, burst: 9 } },
    };
    expect(quotaOf(quotaFormOf(above, above))).toEqual(none);
  });

  it("is not complete with what is no number: that would be sent as no limit", () => {
    const form = quotaFormOf(none, none);
    expect(isComplete(form)).toBe(true);
    expect(isComplete({ ...form, storageMb: "lots" })).toBe(false);
    expect(isComplete({ ...form, eventsPerDay: "-1" })).toBe(false);
    expect(
      isComplete({ ...form, rates: { ...form.rates, perKey: { ratePerSecond: "x", burst: "1" } } }),
    ).toBe(false);
  });

  it("is the same until something else stands in it", () => {
    const form = quotaFormOf(none, none);
    expect(isSameQuota({ ...form }, form)).toBe(true);
    expect(isSameQuota({ ...form, eventsPerDay: "5" }, form)).toBe(false);
  });

  it("knows a rate that is half filled in", () => {
    expect(isHalf({ ratePerSecond: "5", burst: "" })).toBe(true);
    expect(isHalf({ ratePerSecond: "", burst: " " })).toBe(false);
    expect(isHalf({ ratePerSecond: "5", burst: "9" })).toBe(false);
  });
});
