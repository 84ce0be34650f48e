import { checkExpression } from "./check-expression.ts";
import { evaluate } from "./evaluate.ts";
import { ExactNumber } from "./exact-json.ts";
import type { Expression } from "./expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { kindOf } from "./pipe.ts";
import { OMITTED, PENDING, type Rendering, type ScopeShape } from "./scope.ts";
import { TemplateFault } from "./template-fault.ts";

/** Text with `{{expressions}}` in it, taken apart. */
export type Template = readonly (string | Expression)[];

const OPEN = "{{";
/** `\{{` is two braces. */
const ESCAPED = "\\{{";

/** @throws TemplateFault */
export function parseTemplate(source: string, shape: ScopeShape): Template {
  const parts: (string | Expression)[] = [];
  let text = "";
  let at = 0;
  for (;;) {
    const open = source.indexOf(OPEN, at);
    if (open === -1) break;
    if (open > at && source.startsWith(ESCAPED, open - 1)) {
      text += source.slice(at, open - 1) + OPEN;
      at = open + OPEN.length;
      continue;
    }
    text += source.slice(at, open);
    if (text !== "") parts.push(text);
    text = "";
    const { expression, end } = parseExpression(source, open + OPEN.length);
    if (!source.startsWith("}}", end - 2))
      throw new TemplateFault("An expression that begins with {{ does not end.");
    checkExpression(expression, shape);
    parts.push(expression);
    at = end;
  }
  text += source.slice(at);
  if (text !== "" || parts.length === 0) parts.push(text);
  return parts;
}

/** `payload.items`, without braces. @throws TemplateFault */
export function parseBareExpression(source: string, shape: ScopeShape): Expression {
  if (source.includes(OPEN))
    throw new TemplateFault("Here stands a path without braces, such as payload.items.");
  const { expression, end } = parseExpression(source, 0);
  if (end < source.length) throw new TemplateFault("}} is not expected here.");
  checkExpression(expression, shape);
  return expression;
}

/** Exactly one expression keeps its type; everything else is a text. @throws TemplateFault */
export function renderTemplate(template: Template, run: Rendering): unknown {
  const [only] = template;
  if (template.length === 1) return typeof only === "object" ? evaluate(only, run) : only;
  return renderText(template, run, (text) => text);
}

/** @param change what is done to the text of each expression */
export function renderText(
  template: Template,
  run: Rendering,
  change: (text: string, of: Expression) => string,
): unknown {
  let text = "";
  let pending = false;
  let omitted = false;
  for (const part of template) {
    if (typeof part === "string") {
      text += part;
      continue;
    }
    const value = evaluate(part, run);
    if (value === PENDING) pending = true;
    else if (value === OMITTED) omitted = true;
    else text += change(inText(value), part);
    run.budget.work(text.length > MAX_FREE_LENGTH ? text.length : 1);
  }
  if (pending) return PENDING;
  // A sentence with a hole in it helps nobody: it goes as a whole.
  return omitted ? OMITTED : text;
}

const MAX_FREE_LENGTH = 4_096;

function inText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof ExactNumber) return value.text;
  const way = value === null ? "default: …" : "join: … or json";
  throw new TemplateFault(`In a text stands no ${kindOf(value).replace(/^an? /, "")}. Use | ${way}.`);
}
