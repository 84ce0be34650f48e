import { describe, expect, it } from "vitest";
import { admitRefusal, emptyRefusalCount, summariseRefusals } from "./flood-gate.ts";

const refusal = (actor: string, action = "integration.deleted") => ({
  actor: { kind: "user", id: actor, name: actor } as const,
  action,
});

describe("refusals", () => {
  it("are written one by one while they are few, and leave nothing else", () => {
    let count = emptyRefusalCount(60_001);
    for (let n = 0; n < 10; n++) {
      const admitted = admitRefusal(count, refusal("user_1"));
      expect(admitted.write).toBe(true);
      count = admitted.count;
    }
    expect(summariseRefusals(count)).toBeNull();
  });

  it("that come in floods become one entry that says how many, and whose", () => {
    let count = emptyRefusalCount(60_001);
    let written = 0;
    for (let n = 0; n < 5_000; n++) {
      const admitted = admitRefusal(count, refusal(`user_${n % 50}`, n % 2 === 0 ? "a.b" : "c.d"));
      if (admitted.write) written++;
      count = admitted.count;
    }
    expect(written).toBe(10);
    const summary = summariseRefusals(count);
    expect(summary).toMatchObject({ action: "audit.refusals_counted", outcome: "refused" });
    expect(summary?.target.id).toBe("1970-01-01T00:01:00.000Z");
    const after = JSON.parse(summary?.after ?? "") as { counted: number; byActor: Record<string, number> };
    expect(after.counted).toBe(4_990);
    expect(Object.keys(after.byActor)).toHaveLength(21);
    expect(Object.values(after.byActor).reduce((sum, n) => sum + n)).toBe(4_990);
  });

  it("of an actor with an odd name are counted under that name", () => {
    let count = emptyRefusalCount(0);
    for (let n = 0; n < 12; n++) count = admitRefusal(count, refusal("constructor")).count;
    expect(summariseRefusals(count)?.after).toContain('"constructor":2');
  });
});
