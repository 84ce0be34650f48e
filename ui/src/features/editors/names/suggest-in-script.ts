import { text } from "~/text/index.ts";
import { factsOf, type Names } from "./names.ts";
import { pathsOf } from "./paths-of.ts";
import type { Suggestion, Suggestions } from "./suggest.ts";

const TOKEN = /(?:payload|context|console)[\p{L}\p{N}_$.[\]"'-]*$/u;
const TABLE = /context\.lookup\(\s*["']([^"']*)$/;

/** For a script: what is known of `payload` and `context`. Null where the language itself knows better. */
export function suggestInScript(before: string, names: Names): Suggestions | null {
  const table = TABLE.exec(before)?.[1];
  if (table !== undefined) {
    const options = names.tables
      .filter((name) => name.startsWith(table))
      .map(
        (name): Suggestion => ({
          label: name,
          insert: name,
          detail: text.editors.names.table,
          kind: "table",
        }),
      );
    return { from: before.length - table.length, options };
  }
  const token = TOKEN.exec(before)?.[0];
  if (token === undefined) return null;
  const options = known(names).filter(({ label }) => label.startsWith(token) && label !== token);
  return { from: before.length - token.length, options };
}

/** The roots, for where nothing is typed yet. */
function known(names: Names): readonly Suggestion[] {
  const words = text.editors.names;
  const { payload, variables } = names;
  const of = (
    label: string,
    detail: string,
    kind: Suggestion["kind"] = "path",
    insert = label,
  ): Suggestion => ({
    label,
    insert,
    detail,
    kind,
  });
  return [
    ...pathsOf(payload, "payload").map(({ path, preview }) => of(path, preview)),
    of("context.cancel(reason)", words.context.cancel, "function", "context.cancel("),
    // Of a call only the body can be changed.
    ...(names.call === undefined
      ? [
          of(
            "context.request({ payload, … })",
            words.context.request,
            "function",
            "context.request({ payload: ",
          ),
          of("context.several([…])", words.context.several, "function", "context.several(["),
        ]
      : []),
    of("context.lookup(table, key, otherwise)", words.context.lookup, "function", 'context.lookup("'),
    ...factsOf(names).map(({ path, detail }) => of(scriptPath(path), detail)),
    ...(variables ?? []).map(({ name, value }) => of(`context.env.${name}`, value, "variable")),
    of("context.target.url", words.context.targetUrl),
    of("context.target.method", words.context.targetMethod),
    of("context.target.headers", words.context.targetHeaders),
    of("console.log(…)", words.context.log, "function", "console.log("),
    of("console.warn(…)", words.context.log, "function", "console.warn("),
    of("console.error(…)", words.context.log, "function", "console.error("),
  ];
}

/** A script finds the call where it finds the event: in `context.event`. */
function scriptPath(path: string): string {
  return /^(?:request|response)\./.test(path) ? `context.event.${path}` : `context.${path}`;
}
