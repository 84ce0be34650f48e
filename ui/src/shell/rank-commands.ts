import type { Command } from "./palette-state.ts";

/** Those whose letters are there in their order, the closest first: the start of a word counts more than its middle. */
export function rank(commands: readonly Command[], query: string): readonly Command[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return commands;
  return commands
    .map((command) => ({ command, score: closeness(command.label.toLowerCase(), wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command);
}

/** 0 when it does not fit at all. */
export function closeness(label: string, wanted: string): number {
  if (label.startsWith(wanted)) return 4;
  if (label.split(/\s+/).some((word) => word.startsWith(wanted))) return 3;
  if (label.includes(wanted)) return 2;
  return isSubsequence(label, wanted) ? 1 : 0;
}

function isSubsequence(label: string, wanted: string): boolean {
  let at = 0;
  for (const letter of wanted) {
    at = label.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
