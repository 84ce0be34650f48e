import type { SignableMessage } from "./signing-config.ts";

export const PLACEHOLDERS = ["id", "timestamp", "timestamp_ms", "body", "type", "url", "method"] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** A template taken apart: literal text and the places to fill. */
export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "placeholder"; readonly name: Placeholder };

export type ParsedTemplate =
  | { readonly ok: true; readonly parts: readonly TemplatePart[] }
  | { readonly ok: false; readonly code: TemplateFault; readonly message: string };

export type TemplateFault = "unknown_placeholder" | "unclosed_placeholder" | "unknown_escape";

/** `\n` is a newline (a template travels as one line of JSON); `\{`, `\}` and `\\` are the characters themselves. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["{", "{"],
  ["}", "}"],
  ["\\", "\\"],
]);

/** Take a template apart: `v0:{timestamp}:{body}`. The first fault ends it. */
export function parseTemplate(template: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  let text = "";
  let i = 0;
  while (i < template.length) {
    const char = template.charAt(i);
    if (char === "\\") {
      const escaped = template.charAt(i + 1);
      const meaning = ESCAPES.get(escaped);
      if (meaning === undefined)
        return fault("unknown_escape", `\\${escaped} is not known. Use \\n, \\{, \\} or \\\\.`);
      text += meaning;
      i += 2;
    } else if (char === "{") {
      const end = template.indexOf("}", i);
      if (end === -1)
        return fault("unclosed_placeholder", "A { has no }. Write \\{ for the character itself.");
      const name = template.slice(i + 1, end);
      const known = PLACEHOLDERS.find((placeholder) => placeholder === name);
      if (known === undefined) {
        return fault(
          "unknown_placeholder",
          `{${name}} is not known. Use one of {${PLACEHOLDERS.join("}, {")}}.`,
        );
      }
      if (text !== "") parts.push({ kind: "text", text });
      text = "";
      parts.push({ kind: "placeholder", name: known });
      i = end + 1;
    } else {
      text += char;
      i += 1;
    }
  }
  if (text !== "") parts.push({ kind: "text", text });
  return { ok: true, parts };
}

export function usesPlaceholder(parts: readonly TemplatePart[], ...names: readonly Placeholder[]): boolean {
  return parts.some((part) => part.kind === "placeholder" && names.includes(part.name));
}

/** Fill a template in for one message. What is filled in is never read as a template again. */
export function renderTemplate(parts: readonly TemplatePart[], message: SignableMessage): string {
  let text = "";
  for (const part of parts) text += part.kind === "text" ? part.text : fillIn(part.name, message);
  return text;
}

function fillIn(name: Placeholder, message: SignableMessage): string {
  switch (name) {
    case "id":
      return message.id;
    case "timestamp":
      return String(toSeconds(message.now));
    case "timestamp_ms":
      return String(message.now);
    case "body":
      return message.body;
    case "type":
      return message.type;
    case "url":
      return message.url;
    case "method":
      return message.method;
  }
}

/** Whole seconds since the epoch, rounded down: a timestamp from the future would be refused by strict receivers. */
export function toSeconds(epochMs: number): number {
  return Math.floor(epochMs / 1000);
}

function fault(code: TemplateFault, message: string): ParsedTemplate {
  return { ok: false, code, message };
}
