import type { BodyPointer } from "../event.ts";

/** One read of a stored object that brings several bodies at once. */
export interface ReadSpan<Item> {
  readonly at: BodyPointer;
  /** Where in the span each body lies, in bytes. */
  readonly parts: readonly { readonly item: Item; readonly offset: number; readonly length: number }[];
}

/** What lies between two bodies is read too, up to this much: another request costs more. */
const MAX_GAP_BYTES = 64 * 1024;
const MAX_SPAN_BYTES = 2 * 1024 * 1024;

/** Bodies of one run lie in one object, so a thousand of them need not be a thousand reads. */
export function planReads<Item>(
  items: readonly Item[],
  pointerOf: (item: Item) => BodyPointer,
): readonly ReadSpan<Item>[] {
  const spans: ReadSpan<Item>[] = [];
  for (const own of Map.groupBy(items, (item) => pointerOf(item).key).values()) {
    let open: { at: BodyPointer; parts: ReadSpan<Item>["parts"][number][] } | null = null;
    for (const item of own.toSorted((a, b) => pointerOf(a).offset - pointerOf(b).offset)) {
      const { key, offset, length } = pointerOf(item);
      const end = offset + length;
      const near = open !== null && offset - (open.at.offset + open.at.length) <= MAX_GAP_BYTES;
      if (open === null || !near || end - open.at.offset > MAX_SPAN_BYTES) {
        open = { at: { key, offset, length }, parts: [{ item, offset: 0, length }] };
        spans.push(open);
        continue;
      }
      const { offset: from, length: before } = open.at;
      open.at = { key, offset: from, length: Math.max(before, end - from) };
      open.parts.push({ item, offset: offset - from, length });
    }
  }
  return spans;
}
