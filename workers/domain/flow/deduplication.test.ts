import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparedContent, comparesPayload } from "./deduplication.ts";
import type { DeduplicationSettings } from "./flow-settings.ts";

const WINDOW = { windowMs: 60_000, include: [], exclude: [] } satisfies DeduplicationSettings;
const ORDER = { id: "evt_1", type: "order.created", labels: { "shop.eu": "a" } };

const content = (
  settings: Partial<DeduplicationSettings>,
  payload: unknown,
  event: Partial<typeof ORDER> = {},
) => comparedContent({ ...WINDOW, ...settings }, { ...ORDER, ...event }, JSON.stringify(payload));

/** The same value with the members of its objects in the opposite order. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, backwards(member)]),
  );
}

describe("what makes two events the same", () => {
  it("is the type and the whole payload, whatever the order of its members and its white space", () => {
    const text = (json: string) => comparedContent(WINDOW, ORDER, json);
    expect(text('{"a":1,"b":[1,2]}')).toBe(text('{ "b": [1, 2], "a": 1 }'));
    expect(text('{"a":1,"b":[1,2]}')).not.toBe(text('{"a":1,"b":[2,1]}'));
    expect(content({}, { a: 1 })).not.toBe(content({}, { a: 1 }, { type: "order.paid" }));
    expect(content({}, { a: 1 })).toBe(content({}, { a: 1 }, { id: "evt_2" }));
  });

  it("is the payload without what is excluded", () => {
    const exclude = ["payload.sentAt", "payload.meta.retry", "payload.items.1"];
    const payload = (sentAt: number, second: string) => ({
      sentAt,
      meta: { retry: sentAt, by: "x" },
      items: ["a", second],
    });
    expect(content({ exclude }, payload(1, "b"))).toBe(content({ exclude }, payload(2, "c")));
    expect(content({ exclude }, payload(1, "b"))).not.toBe(
      content({ exclude }, { ...payload(1, "b"), more: 1 }),
    );
    expect(content({ exclude: ["type"] }, 1)).toBe(content({ exclude: ["type"] }, 1, { type: "order.paid" }));
  });

  it("is only what is included", () => {
    const include = ["payload.order.id", "type", "labels.shop.eu"];
    const one = content({ include }, { order: { id: 7, total: 1 } });
    expect(one).toBe(content({ include }, { order: { id: 7, total: 2 } }));
    expect(one).not.toBe(content({ include }, { order: { id: 8 } }));
    expect(one).not.toBe(content({ include }, { order: { id: 7 } }, { type: "order.paid" }));
    expect(one).not.toBe(content({ include }, { order: { id: 7 } }, { labels: { "shop.eu": "b" } }));
  });

  it("does not take a missing member for one that is null", () => {
    const include = ["payload.a", "type"];
    expect(content({ include }, {})).not.toBe(content({ include }, { a: null }));
  });

  it("is nothing where an event has none of the included members", () => {
    const include = ["payload.order.id"];
    for (const payload of [{}, { order: null }, { order: [] }, null, 7, "x"]) {
      expect(content({ include }, payload)).toBeNull();
    }
    // What every object inherits is no member of the payload.
    expect(content({ include: ["payload.constructor"] }, {})).toBeNull();
  });

  it("keeps apart numbers that JavaScript would round to one", () => {
    const text = (json: string) => comparedContent(WINDOW, ORDER, json);
    expect(text('{"id":12345678901234567890}')).not.toBe(text('{"id":12345678901234567891}'));
    expect(text('{"id":12345678901234567890}')).toBe(text('{"id":12345678901234567890}'));
  });

  it("is the same for two payloads exactly when they are equal", () => {
    const parsed = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));
    fc.assert(
      fc.property(parsed, parsed, (a, b) => {
        expect(content({}, a) === content({}, b)).toBe(isDeepStrictEqual(a, b));
        expect(content({}, backwards(a))).toBe(content({}, a));
      }),
    );
  });

  it("says whether the payload is looked at", () => {
    expect(comparesPayload(WINDOW)).toBe(true);
    expect(comparesPayload({ ...WINDOW, include: ["type", "labels.shop"] })).toBe(false);
    expect(comparesPayload({ ...WINDOW, include: ["payload.a"] })).toBe(true);
    expect(comparesPayload({ ...WINDOW, exclude: ["payload"] })).toBe(false);
  });
});
