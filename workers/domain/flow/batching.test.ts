import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gather, halve, type OpenBatch, packBatches } from "./batching.ts";

const RULE = { size: 3, timeoutMs: 5_000, maxBytes: 100 };

describe("gathering a batch", () => {
  it("takes the first one's time for all of them", () => {
    const first = gather(null, { id: "a", bytes: 10 }, RULE, 1_000);
    const second = gather(first.open, { id: "b", bytes: 10 }, RULE, 4_000);
    expect(second.batch).toEqual({ id: "a", count: 2, bytes: 20, dueAt: 6_000 });
    expect(second.full).toEqual([]);
  });

  it("is complete with its last one", () => {
    let open: OpenBatch | null = null;
    const full = ["a", "b", "c", "d"].map((id) => {
      const gathered = gather(open, { id, bytes: 1 }, RULE, 0);
      open = gathered.open;
      return gathered.full;
    });
    expect(full).toEqual([[], [], ["a"], []]);
    expect(open).toMatchObject({ id: "d", count: 1 });
  });

  it("goes before one that would make it too large", () => {
    const first = gather(null, { id: "a", bytes: 60 }, RULE, 0);
    const second = gather(first.open, { id: "b", bytes: 60 }, RULE, 0);
    expect(second.full).toEqual(["a"]);
    expect(second.open).toMatchObject({ id: "b", bytes: 60 });
  });

  it("lets a single one that is too large go at once", () => {
    expect(gather(null, { id: "a", bytes: 500 }, RULE, 0)).toMatchObject({ full: ["a"], open: null });
  });

  it("lets nobody join once its time has come", () => {
    const first = gather(null, { id: "a", bytes: 1 }, RULE, 0);
    expect(gather(first.open, { id: "b", bytes: 1 }, RULE, 5_000).batch.id).toBe("b");
  });

  it("puts every delivery into exactly one batch, none above a limit, none later than its first one's time", () => {
    const steps = fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 120 }), wait: fc.nat(3_000) }));
    const rules = fc.record({
      size: fc.integer({ min: 2, max: 6 }),
      timeoutMs: fc.integer({ min: 100, max: 9_000 }),
      maxBytes: fc.integer({ min: 50, max: 300 }),
    });
    const run = fc.property(steps, rules, (deliveries, rule) => {
      let now = 0;
      let open: OpenBatch | null = null;
      const batches = new Map<string, { count: number; bytes: number; firstAt: number; lastAt: number }>();
      deliveries.forEach(({ bytes, wait }, index) => {
        now += wait;
        const before = open;
        const gathered = gather(open, { id: `d${index}`, bytes }, rule, now);
        open = gathered.open;
        const { id } = gathered.batch;
        const known = batches.get(id) ?? { count: 0, bytes: 0, firstAt: now, lastAt: now };
        batches.set(id, { ...known, count: known.count + 1, bytes: known.bytes + bytes, lastAt: now });
        expect(gathered.batch).toMatchObject({ count: known.count + 1, bytes: known.bytes + bytes });
        expect(gathered.batch.dueAt).toBe(known.firstAt + rule.timeoutMs);
        for (const full of gathered.full) expect([before?.id, id]).toContain(full);
        // Whoever is not told of it must find the batch still open, or one whose own time has come.
        const isLeft = before !== null && id !== before.id && !gathered.full.includes(before.id);
        if (isLeft) expect(before.dueAt).toBeLessThanOrEqual(now);
      });
      for (const { count, bytes, firstAt, lastAt } of batches.values()) {
        expect(count).toBeLessThanOrEqual(rule.size);
        if (count > 1) expect(bytes).toBeLessThanOrEqual(rule.maxBytes);
        expect(lastAt - firstAt).toBeLessThan(rule.timeoutMs);
      }
      expect([...batches.values()].reduce((sum, { count }) => sum + count, 0)).toBe(deliveries.length);
    });
    fc.assert(run, { numRuns: 2_000 });
  });
});

describe("cutting a batch to requests", () => {
  it("keeps every part, in its order, within the limits", () => {
    const parts = fc.array(
      fc.record({ bytes: fc.integer({ min: 1, max: 90 }), items: fc.integer({ min: 1, max: 3 }) }),
    );
    const limits = fc.record({
      size: fc.integer({ min: 2, max: 8 }),
      maxBytes: fc.integer({ min: 40, max: 200 }),
      overheadBytes: fc.integer({ min: 0, max: 13 }),
    });
    const run = fc.property(parts, limits, (given, limit) => {
      const packed = packBatches(given, limit);
      expect(packed.flat()).toEqual(given);
      for (const request of packed) {
        expect(request.length).toBeGreaterThan(0);
        if (request.length === 1) continue;
        expect(request.reduce((sum, { items }) => sum + items, 0)).toBeLessThanOrEqual(limit.size);
        const bytes = request.reduce((sum, part) => sum + part.bytes + 1, limit.overheadBytes);
        expect(bytes).toBeLessThanOrEqual(limit.maxBytes);
      }
      // No two neighbours would have fitted together with the next one's first part.
      packed.slice(1).forEach((request, index) => {
        const with1 = [...(packed[index] ?? []), ...request.slice(0, 1)];
        const items = with1.reduce((sum, part) => sum + part.items, 0);
        const bytes = with1.reduce((sum, part) => sum + part.bytes + 1, limit.overheadBytes);
        expect(items > limit.size || bytes > limit.maxBytes).toBe(true);
      });
    });
    fc.assert(run, { numRuns: 1_000 });
  });

  it("finds one bad part among 500 with 18 requests at most beside the first", () => {
    for (const bad of [0, 1, 137, 250, 498, 499]) {
      let requests = 0;
      const find = (parts: readonly number[]): number[] => {
        requests++;
        if (!parts.includes(bad)) return [];
        if (parts.length === 1) return [...parts];
        return halve(parts).flatMap(find);
      };
      expect(find(Array.from({ length: 500 }, (_, index) => index))).toEqual([bad]);
      expect(requests - 1).toBeLessThanOrEqual(18);
    }
  });
});
