import { describe, expect, it } from "vitest";
import { DEDUPE_BUCKET_MS, dedupeBucket, judgeDuplicate, lookbackOf } from "./deduplication.ts";

const seen = (eventId: string, fingerprint: string) => ({ eventId, fingerprint });

describe("judgeDuplicate", () => {
  it("takes an event whose keys nobody used", () => {
    expect(judgeDuplicate("a", [null, null])).toEqual({ kind: "new" });
  });

  it("answers the first event's id for the same key and body", () => {
    expect(judgeDuplicate("a", [seen("evt_1", "a"), null])).toEqual({ kind: "duplicate", eventId: "evt_1" });
  });

  it("refuses the same key with another body", () => {
    expect(judgeDuplicate("b", [seen("evt_1", "a")])).toEqual({ kind: "conflict", eventId: "evt_1" });
  });

  it("refuses keys that belong to two different events", () => {
    expect(judgeDuplicate("a", [seen("evt_1", "a"), seen("evt_2", "a")]).kind).toBe("conflict");
  });
});

describe("dedupeBucket", () => {
  it("keeps a key that was seen 24 hours ago within today's and yesterday's bucket", () => {
    const now = 20_000 * DEDUPE_BUCKET_MS + 5;
    expect(dedupeBucket(now - DEDUPE_BUCKET_MS)).toBe(dedupeBucket(now) - 1);
  });

  it("keeps a provider's id that was seen 72 hours ago", () => {
    const now = 20_000 * DEDUPE_BUCKET_MS + 5;
    expect(dedupeBucket(now - 3 * DEDUPE_BUCKET_MS)).toBe(dedupeBucket(now) - lookbackOf("p:src_1:evt_1"));
    expect(lookbackOf("i:evt-1")).toBe(1);
    expect(lookbackOf("k:p:evt-1")).toBe(1);
  });
});
