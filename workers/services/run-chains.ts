import { runLimited } from "./run-limited.ts";

/**
 * What is limited goes in as many chains as it has places, one after another in each; everything else is a chain of its
 * own. A chain takes one of the run's own places, so what waits for its turn in it takes none from others.
 * @param placesOf null: no limit
 */
export function cutToChains<T>(
  units: readonly T[],
  groupOf: (unit: T) => string,
  placesOf: (unit: T) => number | null,
): T[][] {
  const chains: T[][] = [];
  const limited = new Map<string, { readonly own: T[][]; next: number }>();
  for (const unit of units) {
    const places = placesOf(unit);
    if (places === null) {
      chains.push([unit]);
      continue;
    }
    const group = limited.get(groupOf(unit)) ?? { own: [], next: 0 };
    limited.set(groupOf(unit), group);
    if (group.own.length < places) {
      const chain = [unit];
      group.own.push(chain);
      chains.push(chain);
    } else {
      group.own[group.next % places]?.push(unit);
      group.next++;
    }
  }
  return chains;
}

/** Like `runLimited`; what a chain still has when it may not go on is left as it is. */
export async function runChains<T>(
  chains: readonly (readonly T[])[],
  concurrency: number,
  mayStart: (unit: T) => boolean,
  run: (unit: T) => Promise<void>,
): Promise<void> {
  await runLimited(
    chains,
    concurrency,
    () => true,
    async (chain) => {
      for (const unit of chain) if (mayStart(unit)) await run(unit);
    },
  );
}
