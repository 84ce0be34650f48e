import { escapePointer } from "../json-pointer.ts";
import type { ProblemDetail } from "../problem.ts";
import { isScalar, type Operator, parseOperator } from "../routing/filter-operator.ts";
import { sizeOf } from "./budget.ts";
import { checkPath } from "./check-expression.ts";
import { lookAt } from "./evaluate.ts";
import { ExactNumber } from "./exact-json.ts";
import type { Path } from "./expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { isObject, MISSING } from "./resolve-step.ts";
import { PENDING, type Rendering, type ScopeShape } from "./scope.ts";
import { TemplateFault } from "./template-fault.ts";

export type Condition = (run: Rendering) => boolean;

const MAX_DEPTH = 8;
const MAX_CONDITIONS = 64;

/**
 * A condition as content filters have it, over paths of templates:
 *
 *     { "item.qty": { "$gt": 0 }, "$or": [ … ], "$not": { … } }
 *
 * A missing field satisfies `$ne`, `$nin` and `{ "$exists": false }` only.
 */
export function compileCondition(
  source: unknown,
  pointer: string,
  shape: ScopeShape,
  report: (problem: ProblemDetail) => void,
): Condition {
  let count = 0;
  return group(source, pointer, 0);

  function refuse(at: string, message: string): Condition {
    report({ pointer: at, message });
    return () => false;
  }

  function group(value: unknown, at: string, depth: number): Condition {
    if (depth > MAX_DEPTH) return refuse(at, `A condition is at most ${MAX_DEPTH} levels deep.`);
    if (!isObject(value))
      return refuse(at, 'A condition is an object such as { "payload.amount": { "$gte": 100 } }.');
    const all = Object.entries(value).map(([key, inner]) =>
      member(key, inner, `${at}/${escapePointer(key)}`, depth),
    );
    return (run) => all.every((holds) => holds(run));
  }

  function member(key: string, value: unknown, at: string, depth: number): Condition {
    if (key === "$not") {
      const inner = group(value, at, depth + 1);
      return (run) => !inner(run);
    }
    if (key === "$and" || key === "$or") {
      if (!Array.isArray(value) || value.length === 0 || value.length > MAX_CONDITIONS)
        return refuse(at, `Give a list of 1 to ${MAX_CONDITIONS} conditions.`);
      const inner = value.map((one: unknown, index) => group(one, `${at}/${index}`, depth + 1));
      return key === "$and"
        ? (run) => inner.every((holds) => holds(run))
        : (run) => inner.some((holds) => holds(run));
    }
    if (key.startsWith("$")) return refuse(at, `${key} is unknown. Use $and, $or, $not or a path.`);
    const path = readPath(key, at);
    return path === null ? () => false : field(path, value, at);
  }

  function field(path: Path, value: unknown, at: string): Condition {
    if (isScalar(value)) return test(path, "$eq", value, at);
    if (!isObject(value) || Object.keys(value).length === 0)
      return refuse(at, 'Give a value, or operators such as { "$gte": 100 }.');
    const all = Object.entries(value).map(([name, operand]) =>
      test(path, name, operand, `${at}/${escapePointer(name)}`),
    );
    return (run) => all.every((holds) => holds(run));
  }

  function test(path: Path, name: string, operand: unknown, at: string): Condition {
    count += 1;
    if (count > MAX_CONDITIONS) return refuse(pointer, `At most ${MAX_CONDITIONS} conditions.`);
    const operator = parseOperator(name, operand);
    return "problem" in operator ? refuse(at, operator.problem) : (run) => decide(path, operator, run);
  }

  function readPath(text: string, at: string): Path | null {
    try {
      const { head, pipes } = parseExpression(text, 0).expression;
      if (head.kind !== "path" || pipes.length > 0)
        throw new TemplateFault("A condition is on a path such as payload.amount.");
      checkPath(head, shape);
      return head;
    } catch (error) {
      if (!(error instanceof TemplateFault)) throw error;
      report({ pointer: at, message: error.message });
      return null;
    }
  }
}

function decide(path: Path, operator: Operator, run: Rendering): boolean {
  const found = lookAt(path, run);
  if (found === PENDING) return false;
  const value = found instanceof ExactNumber ? Number(found.text) : found;
  run.budget.step();
  run.budget.work(sizeOf(value));
  switch (operator.quantifier) {
    case "some":
      return value !== MISSING && operator.test(value);
    case "none":
      return value === MISSING || !operator.test(value);
    case "present":
      return (value !== MISSING) === operator.expected;
  }
}
