/** A run's share of the requests that an integration allows at the same time. */
interface Share {
  readonly ids: Set<string>;
  readonly places: number;
  readonly until: number;
}

/**
 * Who may have requests under way. A run gets some of the places for all that it sends, and keeps to them itself: so the
 * limit is exact over all isolates, and a run of five hundred deliveries asks once.
 */
export class Places {
  readonly #shares = new Set<Share>();
  readonly #byId = new Map<string, Share>();

  taken(now: number): number {
    let taken = 0;
    for (const share of this.#shares) {
      // Its run is given up.
      if (share.until <= now) this.#end(share);
      else taken += share.places;
    }
    return taken;
  }

  take(ids: readonly string[], places: number, until: number): void {
    const share: Share = { ids: new Set(ids), places, until };
    this.#shares.add(share);
    for (const id of ids) this.#byId.set(id, share);
  }

  /** The places of a run are free when everything that it was given is settled. */
  leave(id: string): void {
    const share = this.#byId.get(id);
    if (share === undefined) return;
    this.#byId.delete(id);
    share.ids.delete(id);
    if (share.ids.size === 0) this.#end(share);
  }

  firstLost(): number | null {
    let first: number | null = null;
    for (const { until } of this.#shares) first = Math.min(until, first ?? until);
    return first;
  }

  clear(): void {
    this.#shares.clear();
    this.#byId.clear();
  }

  #end(share: Share): void {
    this.#shares.delete(share);
    for (const id of share.ids) this.#byId.delete(id);
  }
}
