import { describe, expect, it } from "vitest";
import { isHalf, quotaFormOf, quotaOf } from "./quota-form.ts";

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

  it("knows a rate that is half filled in", () => {
    expect(isHalf({ ratePerSecond: "5", burst: "" })).toBe(true);
    expect(isHalf({ ratePerSecond: "", burst: " " })).toBe(false);
    expect(isHalf({ ratePerSecond: "5", burst: "9" })).toBe(false);
  });
});
