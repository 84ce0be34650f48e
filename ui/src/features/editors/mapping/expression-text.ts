/** One expression of a template as a row shows it: where the value comes from, and the pipes that it goes through. */
export interface FieldText {
  readonly path: string;
  readonly pipes: readonly PipeText[];
}

export interface PipeText {
  readonly name: string;
  /** As it is written behind the colon; empty for none. */
  readonly args: string;
}

/** Null when the text is anything else than exactly one expression. */
export function readField(text: string): FieldText | null {
  if (!text.startsWith("{{") || !text.endsWith("}}") || text.length < 4) return null;
  const inner = text.slice(2, -2);
  const parts = splitOutsideQuotes(inner, "|");
  if (parts === null || parts.some((part) => part.includes("{{") || part.includes("}}"))) return null;
  const [path = "", ...pipes] = parts;
  return { path: path.trim(), pipes: pipes.map(readPipe) };
}

export function writeField({ path, pipes }: FieldText): string {
  const tail = pipes.map(({ name, args }) => ` | ${name}${args.trim() === "" ? "" : `: ${args.trim()}`}`);
  return `{{${path}${tail.join("")}}}`;
}

function readPipe(text: string): PipeText {
  const [name = "", ...rest] = splitOutsideQuotes(text, ":") ?? [text];
  return { name: name.trim(), args: rest.join(":").trim() };
}

/** Null when a quoted text does not end. */
function splitOutsideQuotes(text: string, sign: string): readonly string[] | null {
  const parts: string[] = [];
  let quote = "";
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quote !== "") {
      if (char === "\\") at += 1;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if (char === sign) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return quote === "" ? [...parts, text.slice(from)] : null;
}
