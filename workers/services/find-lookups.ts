import type { LookupAnswer, LookupKey, LookupValues } from "#domain/lookups/ports";
import type { KnownLookups } from "#domain/transformation/scope";

/** A lookup's key may come out of another lookup; a script may ask after an answer. Each round is one question to the store. */
const MAX_ROUNDS = 6;

export type WithLookups<Result> =
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "failed"; readonly message: string }
  /** The store does not answer now; that is not the event's fault. */
  | { readonly kind: "postponed"; readonly message: string; readonly waitMs: number };

const STORE_RETRY_MS = 10_000;

/**
 * Do something that looks values up and cannot wait for them: it is done, what it did not find is fetched, and it is done
 * again. Without lookups it is done once, and nobody is asked.
 *
 * @param wantedBy what is still to be looked up; empty: the result counts
 */
export async function withLookups<Result>(
  lookups: LookupValues,
  orgId: string,
  act: (
    known: KnownLookups & { readonly all: ReadonlyMap<string, LookupAnswer> },
  ) => Result | Promise<Result>,
  wantedBy: (result: Result) => readonly LookupKey[],
): Promise<WithLookups<Result>> {
  const all = new Map<string, LookupAnswer>();
  const known = { all, get: ({ table, key }: LookupKey) => all.get(JSON.stringify([table, key])) };
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const result = await act(known);
    const keys = wantedBy(result);
    if (keys.length === 0) return { kind: "done", result };
    const answers = await answersOf(lookups, orgId, keys);
    if (answers === null) {
      const message = "Waits for its lookup tables, which do not answer.";
      return { kind: "postponed", message, waitMs: STORE_RETRY_MS };
    }
    for (const [index, { table, key }] of keys.entries()) {
      const answer = answers[index];
      if (answer === undefined || answer.kind === "no_table")
        return { kind: "failed", message: `There is no lookup table ${table}.` };
      all.set(JSON.stringify([table, key]), answer);
    }
  }
  return { kind: "failed", message: `Lookups led to lookups more than ${MAX_ROUNDS} times.` };
}

/** Null when they cannot be had. A store that is down must not fail the run of everybody else's deliveries. */
async function answersOf(
  lookups: LookupValues,
  orgId: string,
  keys: readonly LookupKey[],
): Promise<readonly LookupAnswer[] | null> {
  try {
    return await lookups.find(orgId, keys);
  } catch (error) {
    console.error(JSON.stringify({ event: "lookups.failed", orgId, error: String(error) }));
    return null;
  }
}
