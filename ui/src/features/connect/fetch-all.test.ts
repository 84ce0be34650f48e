import { describe, expect, it } from "vitest";
import { fetchAll } from "./fetch-all.ts";

describe("a whole list", () => {
  it("is its pages in their order", async () => {
    const pages = new Map([
      [undefined, { items: [1, 2], nextCursor: "b" }],
      ["b", { items: [3], nextCursor: null }],
    ]);
    const page = async ({ cursor }: { cursor?: string }) =>
      pages.get(cursor) ?? { items: [], nextCursor: null };
    expect(await fetchAll(page)).toEqual([1, 2, 3]);
  });

  it("that never ends is left after a hundred pages", async () => {
    let asked = 0;
    const rows = await fetchAll(async () => ({ items: [asked++], nextCursor: "again" }));
    expect(rows).toHaveLength(100);
  });
});
