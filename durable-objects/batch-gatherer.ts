import { type GatherRule, gather, type OpenBatch } from "#domain/flow/batching";
import type { DueDelivery } from "#domain/messages";
import { closeBatch, type WaitingDelivery } from "./waiting-deliveries.ts";

export interface Gathering {
  readonly delivery: DueDelivery;
  readonly gather: GatherRule & { readonly bytes: number };
}

/**
 * The batch of an integration that gathers. Its deliveries are rows like any others, due when its time is over: so it
 * needs no timer of its own and survives a restart, after which the next delivery begins a new batch.
 */
export class BatchGatherer {
  readonly #sql: SqlStorage;
  #open: OpenBatch | null = null;
  /** Those of the open batch whose rows are written. */
  #written: string[] = [];
  #lastClosedAt = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * Where each of these waits. What is complete by them is due at once: the rows that are there are moved, and those that
   * are still to be written get their time with their first write.
   */
  join(gathering: readonly Gathering[]): WaitingDelivery[] {
    const now = Date.now();
    const closedAt = new Map<string, number>();
    const joined = gathering.map(({ delivery, gather: { bytes, ...rule } }) => {
      const { batch, full, open } = gather(this.#open, { id: delivery.id, bytes }, rule, now);
      if (this.#open !== null && batch.id !== this.#open.id) this.#leaveOpen(full, closedAt, now);
      if (full.includes(batch.id)) this.#close(batch.id, closedAt, now);
      this.#open = open;
      return { delivery: { ...delivery, batch: batch.id }, dueAt: batch.dueAt };
    });
    const openId = this.#open?.id;
    if (openId !== undefined) {
      for (const { delivery } of joined) if (delivery.batch === openId) this.#written.push(delivery.id);
    }
    return joined.map((waiting) => ({
      ...waiting,
      dueAt: closedAt.get(waiting.delivery.batch) ?? waiting.dueAt,
    }));
  }

  forget(): void {
    this.#open = null;
    this.#written = [];
  }

  /** It was pushed out by one that did not fit, or its time is over and its rows are due as they are. */
  #leaveOpen(full: readonly string[], closedAt: Map<string, number>, now: number): void {
    const id = this.#open?.id;
    if (id !== undefined && full.includes(id)) this.#close(id, closedAt, now);
    this.#written = [];
  }

  #close(id: string, closedAt: Map<string, number>, now: number): void {
    // Never at the same moment as another: batches with one due time would be handed out mixed up, in parts.
    this.#lastClosedAt = Math.max(now, this.#lastClosedAt + 1);
    closedAt.set(id, this.#lastClosedAt);
    if (this.#written.length > 0) closeBatch(this.#sql, id, this.#written, this.#lastClosedAt);
    this.#written = [];
  }
}

/** At least `most` of them while there are so many, and all that belong to the batch of the last one. */
export function cutWholeBatches<T extends { readonly batch: string | null }>(
  rows: readonly T[],
  most: number,
): readonly T[] {
  const last = rows[most - 1]?.batch ?? null;
  if (last === null) return rows.slice(0, most);
  return rows.filter(({ batch }, index) => index < most || batch === last);
}
