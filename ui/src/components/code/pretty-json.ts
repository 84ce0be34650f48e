/**
 * Laid out when it is JSON, as it is when it is not. Written from the text and not from what it parses to: a number of twenty
 * digits, a key that comes twice and an escape must be seen as they were sent.
 */
export function prettyJson(value: string): string {
  if (!isJson(value)) return value;
  let depth = 0;
  let out = "";
  for (const [token] of value.matchAll(TOKENS)) {
    if (token === "{" || token === "[") {
      depth += 1;
      out += token + line(depth);
    } else if (token === "}" || token === "]") {
      depth -= 1;
      out = closes(out, token) ? out.trimEnd() + token : out + line(depth) + token;
    } else if (token === ",") out += token + line(depth);
    else if (token === ":") out += ": ";
    else out += token;
  }
  return out;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

function line(depth: number): string {
  return `\n${"  ".repeat(depth)}`;
}

/** `{}` and `[]` stay on their line. */
function closes(out: string, token: string): boolean {
  return out.trimEnd().endsWith(token === "}" ? "{" : "[") && /\s$/.test(out);
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
