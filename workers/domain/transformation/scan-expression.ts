import { TemplateFault } from "./template-fault.ts";

export type Token =
  | { readonly kind: "name" | "text"; readonly text: string; readonly end: number }
  | { readonly kind: "number"; readonly value: number; readonly end: number }
  | { readonly kind: "sign"; readonly text: string; readonly end: number }
  /** `}}`, or the end of the source. */
  | { readonly kind: "end"; readonly end: number };

const SIGNS = ".[]()|:,";
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };
const NUMBER = /-?\d+(\.\d+)?/y;
/** Any letter, so that a Japanese key needs no brackets. */
const NAME = /[\p{L}_$][\p{L}\p{N}_$-]*/uy;

/** The next token at or behind `from`. Every character is looked at once. */
export function scanToken(source: string, from: number): Token {
  let at = from;
  while (" \t\n\r".includes(source.charAt(at)) && at < source.length) at += 1;
  if (at >= source.length) return { kind: "end", end: at };
  if (source.startsWith("}}", at)) return { kind: "end", end: at + 2 };
  const char = source.charAt(at);
  if (char === '"' || char === "'") return scanText(source, at, char);
  if (SIGNS.includes(char)) return { kind: "sign", text: char, end: at + 1 };
  const number = match(NUMBER, source, at);
  if (number !== null) return { kind: "number", value: Number(number), end: at + number.length };
  const name = match(NAME, source, at);
  if (name !== null) return { kind: "name", text: name, end: at + name.length };
  throw new TemplateFault(`${JSON.stringify(char)} is not expected here.`);
}

function scanText(source: string, from: number, quote: string): Token {
  let text = "";
  for (let at = from + 1; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (char === quote) return { kind: "text", text, end: at + 1 };
    if (char === "\\") {
      at += 1;
      const escaped = source.charAt(at);
      text += ESCAPES[escaped] ?? escaped;
    } else {
      text += char;
    }
  }
  throw new TemplateFault(`A text that begins with ${quote} does not end.`);
}

function match(pattern: RegExp, source: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? null;
}
