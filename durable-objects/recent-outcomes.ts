import type { SettledOutcome } from "#domain/delivery/settlement";

/**
 * The outcomes of recent deliveries: of the latest `capacity` for certain, of at most twice as many. Forgotten by the
 * generation: to take the oldest entry out of a Map is to walk over the places of all that were taken out before.
 */
export class RecentOutcomes {
  readonly #capacity: number;
  #young = new Map<string, SettledOutcome>();
  #old = new Map<string, SettledOutcome>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(id: string): SettledOutcome | undefined {
    return this.#young.get(id) ?? this.#old.get(id);
  }

  remember(id: string, outcome: SettledOutcome): void {
    this.#young.set(id, outcome);
    if (this.#young.size < this.#capacity) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }

  forget(id: string): void {
    this.#young.delete(id);
    this.#old.delete(id);
  }
}
