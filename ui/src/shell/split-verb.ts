import { text } from "~/text/index.ts";

/** What can be done to something that is found by its name. */
export type Verb = "turn" | "test";

export interface Wish {
  readonly verb: Verb;
  /** As it was typed: "Pause". */
  readonly word: string;
  readonly name: string;
}

const VERBS = ["turn", "test"] as const satisfies readonly Verb[];

/** "pause order desk": a verb, then what it is for. Null when it does not begin with one. */
export function splitVerb(query: string): Wish | null {
  const [, typed = "", name = ""] = /^\s*(\S+)\s+(.*\S)\s*$/.exec(query) ?? [];
  for (const verb of VERBS) {
    const word = text.shell.palette.verbs[verb].find((known) => known.toLowerCase() === typed.toLowerCase());
    if (word !== undefined) return { verb, word, name };
  }
  return null;
}
