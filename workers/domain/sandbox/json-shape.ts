/** What the gateway wants to know of a JSON text before it lets it in or out, without making objects of it. */
export interface JsonShape {
  /** 0 for a value that is neither object nor array. */
  readonly depth: number;
  /** A key `__proto__`: harmless where it stands, and a prototype once somebody copies it key by key. */
  readonly hasProtoKey: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Of a text that is JSON; of another text it says nothing useful, and never throws. */
export function measureJson(text: string): JsonShape {
  let depth = 0;
  let deepest = 0;
  let hasProtoKey = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x7b: // {
      case 0x5b: // [
        depth++;
        if (depth > deepest) deepest = depth;
        break;
      case 0x7d:
      case 0x5d:
        depth--;
        break;
      case QUOTE: {
        const end = endOfString(text, at);
        if (!hasProtoKey && isProtoKey(text, at, end)) hasProtoKey = true;
        at = end;
        break;
      }
    }
  }
  return { depth: deepest, hasProtoKey };
}

/** Where the string that opens at `from` closes. */
function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1);
  while (end !== -1) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

const PROTO = "__proto__";
/** Every character of it written as \uXXXX. */
const LONGEST = PROTO.length * 6;

function isProtoKey(text: string, from: number, end: number): boolean {
  const length = end - from - 1;
  if (length < PROTO.length || length > LONGEST) return false;
  const escaped = length > PROTO.length;
  if (!escaped && !text.startsWith(PROTO, from + 1)) return false;
  if (!/^\s*:/.test(text.slice(end + 1, end + 64))) return false;
  if (!escaped) return true;
  const raw = text.slice(from, end + 1);
  return raw.includes("\\") && parsedString(raw) === PROTO;
}

function parsedString(raw: string): string | null {
  try {
    return String(JSON.parse(raw));
  } catch {
    return null;
  }
}
