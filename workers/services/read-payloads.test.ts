import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BodyPointer } from "#domain/event";
import type { BodyStore } from "#domain/ports";
import { readPayloads } from "./read-payloads.ts";

/** R2 objects by key; `reads` counts what was asked of them. */
function openBodies(objects: Readonly<Record<string, string>>) {
  const counts = { reads: 0, bytes: 0 };
  const read = async ({ key, offset, length }: BodyPointer) => {
    counts.reads++;
    counts.bytes += length;
    const text = objects[key];
    if (text === undefined) return null;
    return Buffer.from(text)
      .subarray(offset, offset + length)
      .toString();
  };
  return { bodies: { read } as unknown as BodyStore, counts };
}

/** One object with these texts one after another, and where each of them lies. */
function lay(key: string, texts: readonly string[]) {
  let offset = 0;
  const pointers = texts.map((text): BodyPointer => {
    const at = { key, offset, length: Buffer.byteLength(text) };
    offset += at.length;
    return at;
  });
  return { text: texts.join(""), pointers };
}

describe("reading the payloads of a batch", () => {
  it("answers each text at its place, whatever is in it and in whichever order they are asked for", async () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1 }),
      fc.constantFrom("ö", "\ud83d\ude00", "x"),
    );
    const run = fc.asyncProperty(fc.array(text, { minLength: 1 }), fc.nat(), async (texts, turn) => {
      const { text: whole, pointers } = lay("a", texts);
      const order = texts.map((_, index) => (index * 7 + turn) % texts.length);
      const asked = order.flatMap((index) => pointers[index] ?? []);
      const { bodies } = openBodies({ a: whole });
      const { texts: found } = await readPayloads(bodies, asked);
      expect(found).toEqual(order.map((index) => texts[index]));
    });
    await fc.assert(run, { numRuns: 300 });
  });

  it("needs one read for 500 that were accepted together", async () => {
    const { text, pointers } = lay(
      "a",
      Array.from({ length: 500 }, (_, n) => `{"n":${n}}`),
    );
    const { bodies, counts } = openBodies({ a: text });
    const { reads } = await readPayloads(bodies, pointers);
    expect([reads, counts.reads]).toEqual([1, 1]);
  });

  it("does not read what lies far between two of them", async () => {
    const { text, pointers } = lay("a", ["1", "x".repeat(1_000_000), "2"]);
    const { bodies, counts } = openBodies({ a: text });
    const { texts } = await readPayloads(
      bodies,
      [pointers[0], pointers[2]].flatMap((at) => at ?? []),
    );
    expect(texts).toEqual(["1", "2"]);
    expect(counts.bytes).toBe(2);
  });

  it("answers null for one that is gone, and the others", async () => {
    const { bodies } = openBodies({ a: "12" });
    const pointer = (key: string, offset: number) => ({ key, offset, length: 1 });
    const { texts } = await readPayloads(bodies, [pointer("gone", 0), pointer("a", 1)]);
    expect(texts).toEqual([null, "2"]);
  });
});
