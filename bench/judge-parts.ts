/** What the parts of a comparison have in common: medians, and prints of their verdicts. Pure but for the print. */
import type { Verdict } from "./verdict.ts";

/** The middle one: a round that something else disturbed counts like any other. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return (low + high) / 2;
}

/** For a part's own command: what `npm run bench` prints at its end. */
export function finishPart(name: string, table: string, verdicts: readonly Verdict[], figures: object): void {
  console.log(table);
  for (const { claim, holds, kind } of verdicts) {
    console.log(`${holds ? "ok    " : kind === "goal" ? "missed" : "BROKEN"}  ${claim}`);
  }
  console.log(JSON.stringify({ [name]: figures }));
  process.exitCode = verdicts.some(({ holds, kind }) => kind === "promise" && !holds) ? 1 : 0;
}
