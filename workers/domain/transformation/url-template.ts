import type { Expression, Operand } from "./expression.ts";
import type { Rendering, ScopeShape } from "./scope.ts";
import { parseTemplate, renderText, type Template } from "./template.ts";
import { TemplateFault } from "./template-fault.ts";

/** They are the tenant's own words: whole parts of a URL may stand in them. */
const TRUSTED_ROOTS: ReadonlySet<string> = new Set(["env", "config"]);

/**
 * A template of a URL. What an event brings is put in as one part of the path or the query, percent-encoded; where the
 * request goes is never the event's to say.
 * @throws TemplateFault
 */
export function parseUrlTemplate(source: string, shape: ScopeShape): Template {
  const template = parseTemplate(source, shape);
  let before = "";
  for (const part of template) {
    if (typeof part === "string") before += part;
    else if (isTrusted(part)) before += "x";
    else if (!/^[a-z]+:\/\/[^/?#]+[/?#]/i.test(before) && !/^x[/?#]/.test(before)) {
      throw new TemplateFault(
        "Scheme and host of a URL are written out, or come from {{env.…}}: an event must not choose them. A script may.",
      );
    }
  }
  return template;
}

/** A text, or PENDING, or OMITTED. @throws TemplateFault */
export function renderUrl(template: Template, run: Rendering): unknown {
  const url = renderText(template, run, (text, of) => (isTrusted(of) ? text : encodePart(text)));
  if (typeof url === "string" && DOT_SEGMENT.test(url))
    throw new TemplateFault("A part of the URL's path is . or .., which would lead to another path.");
  return url;
}

const DOT_SEGMENT = /[/\\](\.|%2e){1,2}([/\\?#]|$)/i;

function encodePart(text: string): string {
  if (text === "") throw new TemplateFault("A value in the URL is empty.");
  try {
    return encodeURIComponent(text);
  } catch {
    throw new TemplateFault("A value in the URL is not Unicode that can be encoded.");
  }
}

/** Nothing of it comes from the event, also not by way of a pipe: `{{env.HOST | default: payload.host}}`. */
function isTrusted({ head, pipes }: Expression): boolean {
  return head.kind !== "call" && [head, ...pipes.flatMap(({ args }) => args)].every(isTrustedOperand);
}

function isTrustedOperand(operand: Operand): boolean {
  return operand.kind === "literal" || TRUSTED_ROOTS.has(operand.root);
}
