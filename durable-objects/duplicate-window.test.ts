import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Offer } from "#domain/delivery/settlement";
import { DuplicateWindow } from "./duplicate-window.ts";

const WINDOW_MS = 1_000;
let counter = 0;

function withWindow<T>(use: (window: DuplicateWindow, storage: DurableObjectStorage) => T): Promise<T> {
  const stub = env.INTEGRATION.getByName(`org_window:int_${counter++}`);
  return runInDurableObject(stub, (_instance, { storage }) => use(new DuplicateWindow(storage), storage));
}

describe("a window of duplicates", () => {
  it("says under which id the same was seen, until the window is over", async () => {
    await withWindow((window) => {
      expect(window.admit("a", "dlv_1", WINDOW_MS, 0)).toBeNull();
      expect(window.admit("b", "dlv_2", WINDOW_MS, 1)).toBeNull();
      expect(window.admit("a", "dlv_3", WINDOW_MS, 999)).toBe("dlv_1");
      expect(window.admit("a", "dlv_4", WINDOW_MS, 1_000)).toBeNull();
      expect(window.admit("a", "dlv_5", WINDOW_MS, 1_999)).toBe("dlv_4");
    });
  });

  it("takes no delivery for a duplicate of itself", async () => {
    await withWindow((window) => {
      expect(window.admit("a", "dlv_1", WINDOW_MS, 0)).toBeNull();
      expect(window.admit("a", "dlv_1", WINDOW_MS, 10)).toBeNull();
      expect(window.admit("a", "dlv_2", WINDOW_MS, 20)).toBe("dlv_1");
    });
  });

  it("is on disk: an object that starts anew knows it", async () => {
    await withWindow((window, storage) => {
      window.admit("a", "dlv_1", WINDOW_MS, 0);
      expect(new DuplicateWindow(storage).admit("a", "dlv_2", WINDOW_MS, 500)).toBe("dlv_1");
    });
  });

  it("writes one row a key, and none to forget it", async () => {
    await withWindow((_window, storage) => {
      let written = 0;
      const exec = storage.sql.exec.bind(storage.sql);
      const counted = {
        kv: storage.kv,
        sql: {
          exec: (sql: string, ...bindings: unknown[]) => {
            const cursor = exec(sql, ...bindings);
            // Making and dropping the two tables happens twice a window, whatever the number of keys.
            if (sql.startsWith("INSERT")) written += cursor.rowsWritten;
            return cursor;
          },
        },
      } as unknown as DurableObjectStorage;
      const window = new DuplicateWindow(counted);
      for (let n = 0; n < 1_000; n++) window.admit(`key ${n}`, `dlv_${n}`, WINDOW_MS, n * 10);
      expect(written).toBe(1_000);
      const kept = exec<{ rows: number }>(
        "SELECT (SELECT count(*) FROM seen_even) + (SELECT count(*) FROM seen_odd) AS rows",
      ).one();
      expect(kept.rows).toBeLessThanOrEqual(200);
    });
  });

  it("answers like a list of everything that was ever admitted, over any history", async () => {
    const steps = fc.array(
      fc.record({
        key: fc.constantFrom("a", "b", "c"),
        waitMs: fc.integer({ min: 0, max: 700 }),
        restart: fc.boolean(),
      }),
      { minLength: 1, maxLength: 60 },
    );
    await withWindow((_window, storage) => {
      fc.assert(
        fc.property(steps, (history) => {
          storage.sql.exec("DROP TABLE IF EXISTS seen_even");
          storage.sql.exec("DROP TABLE IF EXISTS seen_odd");
          storage.kv.delete("duplicateWindow");
          let window = new DuplicateWindow(storage);
          const admitted = new Map<string, { id: string; at: number }>();
          let now = 0;
          history.forEach(({ key, waitMs, restart }, index) => {
            now += waitMs;
            if (restart) window = new DuplicateWindow(storage);
            const id = `dlv_${index}`;
            const seen = admitted.get(key);
            const expected = seen !== undefined && now - seen.at < WINDOW_MS ? seen.id : null;
            if (expected === null) admitted.set(key, { id, at: now });
            expect(window.admit(key, id, WINDOW_MS, now)).toBe(expected);
          });
        }),
        { numRuns: 300 },
      );
    });
  });
});

describe("an integration's object", () => {
  const identity = { orgId: "org_window", integrationId: "int_offers" };
  const offer = async (
    stub: ReturnType<typeof env.INTEGRATION.getByName>,
    ids: string[],
    keys: (string | null)[],
  ) => JSON.parse(await stub.offer(identity, 1, ids, JSON.stringify({ windowMs: 60_000, keys }))) as Offer[];

  it("sends the first of two deliveries with the same content, also within one offer", async () => {
    const stub = env.INTEGRATION.getByName(`org_window:int_${counter++}`);
    const offers = await offer(stub, ["dlv_1", "dlv_2", "dlv_3", "dlv_4"], ["x", "x", null, null]);
    expect(offers).toEqual([
      { kind: "send" },
      { kind: "duplicate", of: "dlv_1" },
      { kind: "send" },
      { kind: "send" },
    ]);
    expect(await offer(stub, ["dlv_5"], ["x"])).toEqual([{ kind: "duplicate", of: "dlv_1" }]);
  });

  it("offers the first one again when its run failed", async () => {
    const stub = env.INTEGRATION.getByName(`org_window:int_${counter++}`);
    await offer(stub, ["dlv_1"], ["x"]);
    await stub.settle(identity, JSON.stringify([{ kind: "released", id: "dlv_1" }]));
    expect(await offer(stub, ["dlv_1"], ["x"])).toEqual([{ kind: "send" }]);
  });

  it("forgets all of it when its organization is deleted", async () => {
    const stub = env.INTEGRATION.getByName(`org_window:int_${counter++}`);
    await offer(stub, ["dlv_1"], ["x"]);
    await stub.purge();
    expect(await stub.remains()).toBe(0);
    expect(await offer(stub, ["dlv_2"], ["x"])).toEqual([{ kind: "send" }]);
  });

  it("writes nothing for an integration that does not deduplicate", async () => {
    const stub = env.INTEGRATION.getByName(`org_window:int_${counter++}`);
    await stub.offer(identity, 1, ["dlv_1"]);
    expect(await stub.remains()).toBe(0);
  });
});
