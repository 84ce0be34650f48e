import type { ChainedEntry } from "./audit-entry.ts";

/** One entry as a line of an archive segment: exactly what was stored, so that nothing is lost by parsing and printing. */
export function toLine(entry: ChainedEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

export function fromLines(text: string): readonly ChainedEntry[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as ChainedEntry);
}
