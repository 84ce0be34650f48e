import { describe, expect, it } from "vitest";
import { firstDeliveryIdAt } from "../ids.ts";
import { bodiesNeededFrom, retentionCutoff } from "./retention.ts";

const NOW = Date.parse("2026-03-31T12:00:00Z");

describe("retention", () => {
  it("keeps records for the whole of the last day", () => {
    expect(retentionCutoff(30, NOW)).toBe(Date.parse("2026-03-01T12:00:00Z"));
  });

  it("never keeps less than a day", () => {
    expect(retentionCutoff(0, NOW)).toBe(NOW - 86_400_000);
  });

  it("keeps the bodies since the cutoff's day when no older record is left", () => {
    expect(bodiesNeededFrom(30, null, NOW)).toBe("2026-03-01");
    expect(bodiesNeededFrom(30, firstDeliveryIdAt(NOW), NOW)).toBe("2026-03-01");
  });

  it("keeps the bodies since the oldest record that is left", () => {
    const oldest = firstDeliveryIdAt(Date.parse("2026-01-15T23:59:59.999Z"));
    expect(bodiesNeededFrom(30, oldest, NOW)).toBe("2026-01-15");
  });

  it("does not trust two machines' clocks around midnight", () => {
    const oldest = firstDeliveryIdAt(Date.parse("2026-01-15T00:00:01Z"));
    expect(bodiesNeededFrom(30, oldest, NOW)).toBe("2026-01-14");
  });
});
