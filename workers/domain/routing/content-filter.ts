import { escapePointer } from "../json-pointer.ts";
import { type FieldPath, type FilterInput, parseFieldPath, someValueAt } from "./field-path.ts";
import { isScalar, type Operator, parseOperator } from "./filter-operator.ts";

/** `$and`, `$or` and `$not` inside each other. */
export const MAX_FILTER_DEPTH = 8;
/** Every condition costs a look into the payload, for every event. */
export const MAX_FILTER_CONDITIONS = 64;
/** Groups without conditions cost time too: `{ "$or": [{}, {}, …] }`. */
export const MAX_FILTER_GROUPS = 128;
/** A condition with `[]` may walk the whole payload; 64 of those over 1 MiB would be felt by other tenants. */
export const MAX_ANY_CONDITIONS = 8;

/** What is wrong with a filter, with a JSON Pointer into it. */
export interface FilterProblem {
  readonly pointer: string;
  readonly message: string;
}

export type CompiledFilter =
  | { readonly ok: true; readonly matches: (input: FilterInput) => boolean }
  | { readonly ok: false; readonly problems: readonly FilterProblem[] };

type Predicate = (input: FilterInput) => boolean;

/**
 * Compile a filter on an event's content:
 *
 *     { "payload.amount": { "$gte": 100 }, "labels.env": "prod", "$or": [ … ], "$not": { … } }
 *
 * The members of an object must all hold; `{}` always holds. A bare value means `$eq`. A missing field satisfies
 * `$ne`, `$nin` and `{ "$exists": false }`, and nothing else. With `[]` one element is enough, except for `$ne` and
 * `$nin`, which no element may contradict. Numbers compare as JavaScript numbers, exact up to 2^53.
 */
export function compileFilter(filter: unknown): CompiledFilter {
  const problems: FilterProblem[] = [];
  const count = { conditions: 0, groups: 0, any: 0 };
  const predicate = compileGroup(filter, "", 0);
  if (count.conditions > MAX_FILTER_CONDITIONS) {
    report("", `A filter has at most ${MAX_FILTER_CONDITIONS} conditions, not ${count.conditions}.`);
  }
  if (count.any > MAX_ANY_CONDITIONS)
    report("", `A filter has at most ${MAX_ANY_CONDITIONS} conditions with [].`);
  return problems.length === 0 ? { ok: true, matches: predicate } : { ok: false, problems };

  function report(pointer: string, message: string): Predicate {
    // A hostile filter must not turn into a hostile problem document.
    if (problems.length < 20) problems.push({ pointer, message });
    return () => false;
  }

  function compileGroup(group: unknown, pointer: string, depth: number): Predicate {
    if (depth > MAX_FILTER_DEPTH)
      return report(pointer, `A filter is at most ${MAX_FILTER_DEPTH} levels deep.`);
    count.groups += 1;
    if (count.groups > MAX_FILTER_GROUPS)
      return report("", `A filter has at most ${MAX_FILTER_GROUPS} groups.`);
    if (!isRecord(group)) return report(pointer, "A filter is an object.");
    const predicates = Object.entries(group).map(([key, value]) => {
      const inner = `${pointer}/${escapePointer(key)}`;
      switch (key) {
        case "$and":
          return every(compileList(value, inner, depth + 1));
        case "$or":
          return some(compileList(value, inner, depth + 1));
        case "$not":
          return not(compileGroup(value, inner, depth + 1));
        default:
          return compileField(key, value, inner);
      }
    });
    return every(predicates);
  }

  function compileList(list: unknown, pointer: string, depth: number): readonly Predicate[] {
    if (!Array.isArray(list) || list.length === 0 || list.length > MAX_FILTER_CONDITIONS) {
      return [report(pointer, `Give a list of 1 to ${MAX_FILTER_CONDITIONS} filters.`)];
    }
    return list.map((group: unknown, i) => compileGroup(group, `${pointer}/${i}`, depth));
  }

  function compileField(key: string, value: unknown, pointer: string): Predicate {
    if (key.startsWith("$")) return report(pointer, `${key} is unknown. Use $and, $or, $not or a path.`);
    const path = parseFieldPath(key);
    if ("problem" in path) return report(pointer, path.problem);
    if (isScalar(value)) return compileCondition(path, "$eq", value, pointer);
    if (!isRecord(value)) return report(pointer, 'Give a value, or operators such as { "$gte": 100 }.');
    const operators = Object.entries(value);
    if (operators.length === 0) return report(pointer, "Name at least one operator.");
    return every(
      operators.map(([name, operand]) =>
        compileCondition(path, name, operand, `${pointer}/${escapePointer(name)}`),
      ),
    );
  }

  function compileCondition(path: FieldPath, name: string, operand: unknown, pointer: string): Predicate {
    count.conditions += 1;
    if (path.root === "payload" && path.steps.some((step) => step.kind === "any")) count.any += 1;
    const operator = parseOperator(name, operand);
    return "problem" in operator ? report(pointer, operator.problem) : condition(path, operator);
  }
}

function condition(path: FieldPath, operator: Operator): Predicate {
  switch (operator.quantifier) {
    case "some":
      return (input) => someValueAt(path, input, operator.test);
    case "none":
      return (input) => !someValueAt(path, input, operator.test);
    case "present":
      return (input) => someValueAt(path, input, () => true) === operator.expected;
  }
}

function every(predicates: readonly Predicate[]): Predicate {
  return (input) => predicates.every((predicate) => predicate(input));
}

function some(predicates: readonly Predicate[]): Predicate {
  return (input) => predicates.some((predicate) => predicate(input));
}

function not(predicate: Predicate): Predicate {
  return (input) => !predicate(input);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
