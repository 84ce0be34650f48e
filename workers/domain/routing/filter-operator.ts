export type Scalar = string | number | boolean | null;
export type ValueTest = (value: unknown) => boolean;

/**
 * How a condition is decided from the values at its path. `some`: one value must pass. `none`: no value may pass,
 * so a missing field satisfies it. `present`: only presence counts.
 */
export type Operator =
  | { readonly quantifier: "some" | "none"; readonly test: ValueTest }
  | { readonly quantifier: "present"; readonly expected: boolean };

const MAX_STRING_LENGTH = 1_024;
/** A long needle in a long text is the one comparison whose cost multiplies. */
const MAX_NEEDLE_LENGTH = 128;
const MAX_LIST_LENGTH = 256;

export function isScalar(value: unknown): value is Scalar {
  return (
    value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean"
  );
}

/** Read one operator and its operand, such as `$gte` and 100. The problem says what would have been right. */
export function parseOperator(name: string, operand: unknown): Operator | { readonly problem: string } {
  switch (name) {
    case "$eq":
      return withScalar(operand, (wanted) => ({ quantifier: "some", test: (value) => value === wanted }));
    case "$ne":
      return withScalar(operand, (wanted) => ({ quantifier: "none", test: (value) => value === wanted }));
    case "$in":
      return withList(operand, (wanted) => ({ quantifier: "some", test: (value) => wanted.has(value) }));
    case "$nin":
      return withList(operand, (wanted) => ({ quantifier: "none", test: (value) => wanted.has(value) }));
    case "$gt":
      return withOrdered(operand, (order) => order > 0);
    case "$gte":
      return withOrdered(operand, (order) => order >= 0);
    case "$lt":
      return withOrdered(operand, (order) => order < 0);
    case "$lte":
      return withOrdered(operand, (order) => order <= 0);
    case "$exists":
      if (typeof operand !== "boolean") return { problem: "$exists takes true or false." };
      return { quantifier: "present", expected: operand };
    case "$startsWith":
      return withNeedle(name, operand, (text, needle) => text.startsWith(needle));
    case "$endsWith":
      return withNeedle(name, operand, (text, needle) => text.endsWith(needle));
    case "$contains":
      return parseContains(operand);
    default:
      return { problem: `${name} is not an operator.` };
  }
}

/** In a text a part of it; in an array one of its elements. */
function parseContains(operand: unknown): Operator | { readonly problem: string } {
  const problem = scalarProblem(operand);
  if (problem !== null) return { problem };
  if (typeof operand === "string" && operand.length > MAX_NEEDLE_LENGTH) {
    return { problem: `At most ${MAX_NEEDLE_LENGTH} characters.` };
  }
  const test: ValueTest = (value) => {
    if (Array.isArray(value)) return value.includes(operand);
    return typeof value === "string" && typeof operand === "string" && value.includes(operand);
  };
  return { quantifier: "some", test };
}

function withScalar(
  operand: unknown,
  make: (wanted: Scalar) => Operator,
): Operator | { readonly problem: string } {
  const problem = scalarProblem(operand);
  if (problem !== null || !isScalar(operand)) return { problem: problem ?? "" };
  return make(operand);
}

function withList(
  operand: unknown,
  make: (wanted: ReadonlySet<unknown>) => Operator,
): Operator | { readonly problem: string } {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length > MAX_LIST_LENGTH) {
    return { problem: `Give a list of 1 to ${MAX_LIST_LENGTH} values.` };
  }
  for (const value of operand) {
    const problem = scalarProblem(value);
    if (problem !== null) return { problem };
  }
  return make(new Set<unknown>(operand));
}

/** Numbers by size, texts by code unit (so ISO 8601 dates in one zone sort by time). Other pairs never compare. */
function withOrdered(
  operand: unknown,
  holds: (order: number) => boolean,
): Operator | { readonly problem: string } {
  if (typeof operand === "number") {
    return {
      quantifier: "some",
      test: (value) => typeof value === "number" && holds(compare(value, operand)),
    };
  }
  if (typeof operand !== "string") return { problem: "Give a number or a text." };
  if (operand.length > MAX_STRING_LENGTH) return { problem: `At most ${MAX_STRING_LENGTH} characters.` };
  return { quantifier: "some", test: (value) => typeof value === "string" && holds(compare(value, operand)) };
}

/** Not by subtraction: JSON's 1e999 is Infinity, and Infinity minus itself is not 0. */
function compare<Value extends number | string>(value: Value, operand: Value): number {
  if (value === operand) return 0;
  return value < operand ? -1 : 1;
}

function withNeedle(
  name: string,
  operand: unknown,
  holds: (text: string, needle: string) => boolean,
): Operator | { readonly problem: string } {
  if (typeof operand !== "string") return { problem: `${name} takes a text.` };
  if (operand.length > MAX_STRING_LENGTH) return { problem: `At most ${MAX_STRING_LENGTH} characters.` };
  return { quantifier: "some", test: (value) => typeof value === "string" && holds(value, operand) };
}

function scalarProblem(operand: unknown): string | null {
  if (!isScalar(operand)) return "Give a text, a number, true, false or null.";
  if (typeof operand === "string" && operand.length > MAX_STRING_LENGTH) {
    return `At most ${MAX_STRING_LENGTH} characters.`;
  }
  return null;
}
