/**
 * A scanner over JSON source text. It finds where values begin and end and builds nothing. The text must already
 * have passed JSON.parse: on anything else the positions mean nothing, but every function still ends.
 */

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Returned instead of a position when there is no such container. */
export const NOT_FOUND = -1;

/**
 * Calls `visit` for each member of the object that begins at `at`, in order, duplicates included. `start` is where
 * the member's value begins; `visit` returns the position behind it, from `skipValue` or from reading it, so that
 * nested reading passes over the text once. Returns the position behind the object.
 */
export function eachMember(text: string, at: number, visit: (key: string, start: number) => number): number {
  let i = skipSpace(text, at);
  if (text.charCodeAt(i) !== OPEN_BRACE) return NOT_FOUND;
  i = skipSpace(text, i + 1);
  while (text.charCodeAt(i) === QUOTE) {
    const keyEnd = skipString(text, i);
    const colon = skipSpace(text, keyEnd);
    const start = skipSpace(text, colon + 1);
    i = skipSpace(text, visit(readKey(text, i, keyEnd), start));
    if (text.charCodeAt(i) !== COMMA) break;
    i = skipSpace(text, i + 1);
  }
  return i + 1;
}

/** The same for the elements of an array. */
export function eachElement(text: string, at: number, visit: (start: number) => number): number {
  let i = skipSpace(text, at);
  if (text.charCodeAt(i) !== OPEN_BRACKET) return NOT_FOUND;
  i = skipSpace(text, i + 1);
  while (i < text.length && text.charCodeAt(i) !== CLOSE_BRACKET) {
    i = skipSpace(text, visit(i));
    if (text.charCodeAt(i) !== COMMA) break;
    i = skipSpace(text, i + 1);
  }
  return i + 1;
}

/** The deepest nesting of arrays and objects; stops early once it is over `limit`. A bare value has depth 0. */
export function deepestNesting(text: string, limit: number): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = skipString(text, i) - 1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > deepest) deepest = depth;
      if (deepest > limit) return deepest;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
    }
  }
  return deepest;
}

function skipSpace(text: string, from: number): number {
  let i = from;
  for (;;) {
    const code = text.charCodeAt(i);
    if (code !== SPACE && code !== LINE_FEED && code !== CARRIAGE_RETURN && code !== TAB) return i;
    i += 1;
  }
}

/** `from` is at the opening quote; the answer is behind the closing one. */
function skipString(text: string, from: number): number {
  let quote = text.indexOf('"', from + 1);
  while (quote !== -1) {
    // A quote behind an odd number of backslashes is escaped. Each run of backslashes is counted once only,
    // since it ends at this quote: the scan stays linear on a text full of them.
    let before = quote - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((quote - 1 - before) % 2 === 0) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
  return text.length;
}

/** `from` is at the first character of a value; the answer is behind its last one. */
export function skipValue(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (first === QUOTE) return skipString(text, from);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return skipContainer(text, from);
  let i = from;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || code <= SPACE) break;
    i += 1;
  }
  return i;
}

/** Counts depth instead of recursing: a body of a million brackets must not exhaust the stack. */
function skipContainer(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = skipString(text, i) - 1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return text.length;
}

/** `"paylo\u0061d"` is the key `payload` to JSON.parse, so it must be here. */
function readKey(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  if (!raw.includes("\\")) return raw;
  try {
    const decoded: unknown = JSON.parse(text.slice(start, end));
    return String(decoded);
  } catch {
    return raw;
  }
}
