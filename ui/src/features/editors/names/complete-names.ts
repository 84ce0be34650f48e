import type { Completion, CompletionContext, CompletionSource } from "@codemirror/autocomplete";
import { localCompletionSource } from "@codemirror/lang-javascript";
import type { Names } from "./names.ts";
import { type Suggestion, type Suggestions, suggestInTemplate } from "./suggest.ts";
import { suggestInScript } from "./suggest-in-script.ts";

const TYPES: Readonly<Record<Suggestion["kind"], string>> = {
  path: "property",
  variable: "constant",
  table: "namespace",
  function: "function",
  pipe: "method",
};

/** Completion inside `{{…}}`, for any CodeMirror editor whose text holds templates. */
export function completeTemplates(names: () => Names): CompletionSource {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const found = suggestInTemplate(line.text, context.pos - line.from, names());
    return found === null ? null : resultOf(found, line.from, context);
  };
}

/** Completion of `payload`, `context` and `console`, and of the names of the script itself. */
export function completeScript(names: () => Names): CompletionSource {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const found = suggestInScript(line.text.slice(0, context.pos - line.from), names());
    if (found !== null && found.options.length > 0) return resultOf(found, line.from, context);
    return context.matchBefore(/[\w$]+/) === null && !context.explicit
      ? null
      : localCompletionSource(context);
  };
}

function resultOf({ from, options }: Suggestions, lineFrom: number, context: CompletionContext) {
  if (options.length === 0) return null;
  return {
    from: Math.min(lineFrom + from, context.pos),
    options: options.map(completionOf),
    filter: false,
  };
}

function completionOf({ label, insert, detail, kind }: Suggestion): Completion {
  return { label, apply: insert, detail, type: TYPES[kind] };
}
