import type { ReadSpan } from "#domain/operations/plan-reads";
import type { BodyStore } from "#domain/ports";
import { readPayload } from "./read-payload.ts";

/** The bodies of one span; a text is null when it is no longer kept. */
export async function readSpan<Item>(
  bodies: BodyStore,
  { at, parts }: ReadSpan<Item>,
): Promise<readonly { readonly item: Item; readonly text: string | null }[]> {
  const read = await readPayload(bodies, at);
  // Offsets count bytes, and JavaScript's text has none.
  const bytes = read === null ? null : Buffer.from(read);
  return parts.map(({ item, offset, length }) => ({
    item,
    text: bytes === null ? null : bytes.subarray(offset, offset + length).toString(),
  }));
}
