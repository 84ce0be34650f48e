/** How deliveries gather to a batch, and how a batch that is to be sent is cut to what the target takes. Pure. */

/** What the gathering needs of an integration's settings; it travels with each delivery that is to wait. */
export interface GatherRule {
  readonly size: number;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** A batch that still takes deliveries. */
export interface OpenBatch {
  /** The id of its first delivery: no counter that a restart could repeat. */
  readonly id: string;
  readonly count: number;
  readonly bytes: number;
  /** When it goes, full or not. Every delivery in it has this due time. */
  readonly dueAt: number;
}

export interface Gathered {
  /** The batch that the delivery joined. */
  readonly batch: OpenBatch;
  /** Batches that are complete by this: they go at once. The joined one may be among them. */
  readonly full: readonly string[];
  /** What later deliveries may join; null when the next one begins anew. */
  readonly open: OpenBatch | null;
}

/** Put one more delivery into the batch that gathers, or begin one. */
export function gather(
  open: OpenBatch | null,
  delivery: { readonly id: string; readonly bytes: number },
  rule: GatherRule,
  now: number,
): Gathered {
  // What is due was, or is just being, handed out: nobody may join it any more.
  const current = open === null || open.dueAt <= now ? null : open;
  const fits = current !== null && current.bytes + delivery.bytes <= rule.maxBytes;
  const batch: OpenBatch =
    current !== null && fits
      ? { ...current, count: current.count + 1, bytes: current.bytes + delivery.bytes }
      : { id: delivery.id, count: 1, bytes: delivery.bytes, dueAt: now + rule.timeoutMs };
  const pushedOut = current !== null && !fits ? [current.id] : [];
  const isFull = batch.count >= rule.size || batch.bytes >= rule.maxBytes;
  return {
    batch,
    full: isFull ? [...pushedOut, batch.id] : pushedOut,
    open: isFull ? null : batch,
  };
}

/**
 * Cut what shall be sent into requests, in the given order: none has more than `size` parts or more than `maxBytes`, but
 * for a single part that is larger than that by itself. A part is what one event became and is never cut.
 */
export function packBatches<T extends { readonly bytes: number; readonly items: number }>(
  parts: readonly T[],
  limits: { readonly size: number; readonly maxBytes: number; readonly overheadBytes: number },
): T[][] {
  const packed: T[][] = [];
  let items = 0;
  let bytes = 0;
  for (const part of parts) {
    const open = packed.at(-1);
    // One byte for the comma or the line's end.
    const added = part.bytes + 1;
    const fits =
      open !== undefined &&
      items + part.items <= limits.size &&
      limits.overheadBytes + bytes + added <= limits.maxBytes;
    if (open !== undefined && fits) {
      open.push(part);
      items += part.items;
      bytes += added;
    } else {
      packed.push([part]);
      items = part.items;
      bytes = added;
    }
  }
  return packed;
}

/** Two halves in the same order, the first one the larger. Only of two parts or more. */
export function halve<T>(parts: readonly T[]): readonly [readonly T[], readonly T[]] {
  const middle = Math.ceil(parts.length / 2);
  return [parts.slice(0, middle), parts.slice(middle)];
}
