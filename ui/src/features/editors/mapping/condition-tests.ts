/** One line of a condition: a path, how it is compared, and with what (as JSON, or as the text that it is). */
export interface ConditionTest {
  readonly path: string;
  readonly operator: Operator;
  readonly value: string;
}

export const OPERATORS = [
  "$eq",
  "$ne",
  "$gt",
  "$gte",
  "$lt",
  "$lte",
  "$in",
  "$nin",
  "$exists",
  "$startsWith",
  "$endsWith",
  "$contains",
] as const;
export type Operator = (typeof OPERATORS)[number];

/** Null for what has no lines, such as `$or`: it is edited as JSON. */
export function readTests(condition: unknown): readonly ConditionTest[] | null {
  if (!isObject(condition)) return null;
  const tests: ConditionTest[] = [];
  for (const [path, wanted] of Object.entries(condition)) {
    if (path.startsWith("$") || Array.isArray(wanted)) return null;
    if (!isObject(wanted)) {
      tests.push({ path, operator: "$eq", value: written(wanted) });
      continue;
    }
    for (const [name, operand] of Object.entries(wanted)) {
      const operator = OPERATORS.find((known) => known === name);
      if (operator === undefined) return null;
      tests.push({ path, operator, value: written(operand) });
    }
  }
  return tests;
}

/** All of them must hold. Null when two of them are the same comparison of the same path: an object has no place for both. */
export function writeTests(tests: readonly ConditionTest[]): Readonly<Record<string, unknown>> {
  const condition: Record<string, unknown> = {};
  for (const { path, operator, value } of tests) {
    const operand = read(operator, value);
    const there = condition[path];
    if (there === undefined) condition[path] = operator === "$eq" ? operand : { [operator]: operand };
    else condition[path] = { ...(isObject(there) ? there : { $eq: there }), [operator]: operand };
  }
  return condition;
}

/** A text that looks like JSON is in quotes, so that "5" and 5 stay two things. */
function written(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return isJson(value) ? JSON.stringify(value) : value;
}

function read(operator: Operator, value: string): unknown {
  if (operator === "$in" || operator === "$nin") {
    if (isJson(value) && Array.isArray(JSON.parse(value))) return JSON.parse(value);
    return value.split(",").map((one) => read("$eq", one.trim()));
  }
  if (operator === "$exists") return value.trim() !== "false";
  return isJson(value) ? JSON.parse(value) : value;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
