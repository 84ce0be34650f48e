import type { BodyPointer } from "#domain/event";
import type { BodyStore } from "#domain/ports";
import { readPayload } from "./read-payload.ts";

/** Between two payloads so much else is read with them rather than asking R2 twice. */
const MAX_GAP_BYTES = 16 * 1024;
const MAX_SPAN_BYTES = 2 * 1024 * 1024;

interface Span {
  readonly at: BodyPointer;
  readonly wanted: readonly (readonly [index: number, at: BodyPointer])[];
}

/**
 * Many payloads, null for each that cannot be read. What was accepted together lies together in R2, so that a batch of 500
 * needs a few reads and not 500.
 */
export async function readPayloads(
  bodies: BodyStore,
  pointers: readonly BodyPointer[],
): Promise<{ readonly texts: readonly (string | null)[]; readonly reads: number }> {
  const texts = new Array<string | null>(pointers.length).fill(null);
  const spans = spansOf(pointers);
  await Promise.all(
    spans.map(async ({ at, wanted }) => {
      const text = await readPayload(bodies, at);
      if (text === null) return;
      const [only] = wanted;
      if (wanted.length === 1 && only !== undefined) {
        texts[only[0]] = text;
        return;
      }
      // Pointers count bytes.
      const bytes = new TextEncoder().encode(text);
      const decoder = new TextDecoder();
      for (const [index, { offset, length }] of wanted) {
        texts[index] = decoder.decode(bytes.subarray(offset - at.offset, offset - at.offset + length));
      }
    }),
  );
  return { texts, reads: spans.length };
}

function spansOf(pointers: readonly BodyPointer[]): Span[] {
  const sorted = pointers
    .map((at, index) => [index, at] as const)
    .sort(([, a], [, b]) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.offset - b.offset));
  const spans: { at: BodyPointer; wanted: (readonly [number, BodyPointer])[] }[] = [];
  for (const [index, at] of sorted) {
    const open = spans.at(-1);
    const end = at.offset + at.length;
    const isNear =
      open !== undefined &&
      open.at.key === at.key &&
      at.offset - (open.at.offset + open.at.length) <= MAX_GAP_BYTES &&
      end - open.at.offset <= MAX_SPAN_BYTES;
    if (isNear) {
      open.at = { ...open.at, length: Math.max(open.at.length, end - open.at.offset) };
      open.wanted.push([index, at]);
    } else {
      spans.push({ at, wanted: [[index, at]] });
    }
  }
  return spans;
}
