import type { CageFailure } from "#domain/sandbox/cage";

/** Something that a tenant's script tries, and what must come of it. Run in workerd and through the built Worker. */
export interface Attack {
  readonly name: string;
  readonly source: string;
  readonly outcome: Outcome;
}

export type Outcome =
  /** Any of these reasons. */
  | { readonly fails: readonly CageFailure[]; readonly saying?: string }
  /** It runs, and this is all that it gets. */
  | { readonly answers: unknown };

/** The body of `transform(payload)`. */
export function attack(name: string, body: string, outcome: Outcome): Attack {
  return { name, source: `function transform(payload) {\n${body}\n}`, outcome };
}

export const FUEL = { fails: ["fuel"] } as const satisfies Outcome;
/** Which wall it meets first depends on sizes that are nobody's promise. */
export const STOPPED = { fails: ["fuel", "memory", "stack"] } as const satisfies Outcome;
export const REFUSED = { fails: ["threw"] } as const satisfies Outcome;
