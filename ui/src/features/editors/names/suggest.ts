import { FUNCTIONS } from "#domain/transformation/function-table";
import type { PipeArgument } from "#domain/transformation/pipe";
import { PIPES } from "#domain/transformation/pipe-table";
import { text } from "~/text/index.ts";
import { factsOf, type Names } from "./names.ts";
import { pathsOf } from "./paths-of.ts";

export interface Suggestion {
  readonly label: string;
  /** What is put in place of what was typed. */
  readonly insert: string;
  readonly detail: string;
  readonly kind: "path" | "variable" | "table" | "function" | "pipe";
}

export interface Suggestions {
  /** Where what was typed begins. */
  readonly from: number;
  readonly options: readonly Suggestion[];
}

const MAX_SHOWN = 60;
/** The beginning of a name, at the end of what was typed. */
const TOKEN = /[\p{L}_$][\p{L}\p{N}_$.[\]"'-]*$/u;

/** For a text with `{{templates}}`: nothing outside of braces. */
export function suggestInTemplate(source: string, caret: number, names: Names): Suggestions | null {
  const before = source.slice(0, caret);
  const open = before.lastIndexOf("{{");
  if (open === -1 || before.charAt(open - 1) === "\\" || before.indexOf("}}", open) !== -1) return null;
  const found = suggestInExpression(before.slice(open + 2), names);
  return { from: open + 2 + found.from, options: found.options };
}

/** For what stands between braces, up to the caret. */
export function suggestInExpression(before: string, names: Names): Suggestions {
  const pipe = /\|\s*([a-zA-Z]*)$/.exec(before);
  if (pipe !== null) {
    const typed = pipe[1] ?? "";
    return { from: before.length - typed.length, options: matching(pipes(), typed) };
  }
  const token = TOKEN.exec(before)?.[0] ?? "";
  return { from: before.length - token.length, options: matching(values(names), token) };
}

/** Every pipe, with what it takes. */
export function pipes(): readonly Suggestion[] {
  return [...PIPES].map(([name, { args, help }]) => ({
    label: name,
    insert: args.length === 0 ? name : `${name}: `,
    detail: args.length === 0 ? help : `${argumentsOf(args)} · ${help}`,
    kind: "pipe",
  }));
}

/** What is asked of a pipe, in its words: `from, to?`. Empty when it takes nothing, null when there is no such pipe. */
export function pipeArguments(name: string): string | null {
  const pipe = PIPES.get(name);
  return pipe === undefined ? null : argumentsOf(pipe.args);
}

function argumentsOf(args: readonly PipeArgument[]): string {
  return args.map(({ name, optional }) => (optional === true ? `${name}?` : name)).join(", ");
}

/** Everything that an expression can begin with. */
function values(names: Names): readonly Suggestion[] {
  const words = text.editors.names;
  const { payload, locals, variables, tables } = names;
  const paths = [
    ...Object.entries(locals).flatMap(([name, value]) => pathsOf(value, name)),
    ...pathsOf(payload, "payload"),
  ];
  return [
    ...paths.map(({ path, preview }) => given(path, preview, "path")),
    ...factsOf(names).map(({ path, detail }) => given(path, detail, "path")),
    ...(variables ?? []).map(({ name, value }) => given(`env.${name}`, value, "variable")),
    ...tables.map(
      (name): Suggestion => ({ ...given(`lookup.${name}`, words.table, "table"), insert: `lookup.${name}[` }),
    ),
    ...[...FUNCTIONS].map(
      ([name, { args, help }]): Suggestion => ({
        label: `${name}(${argumentsOf(args)})`,
        insert: `${name}(`,
        detail: help,
        kind: "function",
      }),
    ),
  ];
}

function given(label: string, detail: string, kind: Suggestion["kind"]): Suggestion {
  return { label, insert: label, detail, kind };
}

/** What begins with it before what only holds it. */
function matching(all: readonly Suggestion[], typed: string): readonly Suggestion[] {
  const wanted = typed.toLowerCase();
  const begins = all.filter(({ label }) => label.toLowerCase().startsWith(wanted));
  const holds = all.filter((one) => !begins.includes(one) && one.label.toLowerCase().includes(wanted));
  return [...begins, ...holds].slice(0, MAX_SHOWN);
}
