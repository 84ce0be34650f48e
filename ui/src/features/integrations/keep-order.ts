import type { Entry } from "./arrange-integrations.ts";

/**
 * What is on the screen stays where it is, also what no longer fits the filter: somebody's pointer is over it. What is new
 * comes behind; only what is gone altogether leaves.
 */
export function keepOrder(
  shown: readonly string[],
  arranged: readonly Entry[],
  all: readonly Entry[],
): readonly Entry[] {
  const there = new Map(all.map((entry) => [entry.integration.id, entry]));
  const kept = shown.flatMap((id) => there.get(id) ?? []);
  const known = new Set(shown);
  return [...kept, ...arranged.filter(({ integration }) => !known.has(integration.id))];
}
