import type { Expression, FunctionCall, Operand, Path } from "./expression.ts";
import { FUNCTIONS } from "./function-table.ts";
import { didYouMean } from "./nearest.ts";
import type { PipeArgument } from "./pipe.ts";
import { OPTIONAL_PIPE, PIPES } from "./pipe-table.ts";
import { LOOKUP_ROOT, type ScopeShape } from "./scope.ts";
import { TemplateFault } from "./template-fault.ts";

/**
 * Everything about an expression that can be wrong before there is an event: roots, names that are known by now,
 * functions, pipes and what they are given.
 * @throws TemplateFault
 */
export function checkExpression({ head, pipes }: Expression, shape: ScopeShape): void {
  if (head.kind === "call") checkCall(head, shape);
  else checkOperand(head, shape);
  pipes.forEach(({ name, args }, index) => {
    const pipe = PIPES.get(name);
    if (pipe === undefined)
      throw new TemplateFault(`There is no pipe ${name}.${didYouMean(name, PIPES.keys())}`);
    if (name === OPTIONAL_PIPE && index !== pipes.length - 1)
      throw new TemplateFault(`${OPTIONAL_PIPE} is the last pipe or none.`);
    checkArguments(`the pipe ${name}`, pipe.args, args, shape);
  });
}

function checkCall({ name, args }: FunctionCall, shape: ScopeShape): void {
  const known = FUNCTIONS.get(name);
  if (known === undefined)
    throw new TemplateFault(`There is no function ${name}().${didYouMean(name, FUNCTIONS.keys())}`);
  checkArguments(`${name}()`, known.args, args, shape);
}

function checkArguments(
  of: string,
  wanted: readonly PipeArgument[],
  given: readonly Operand[],
  shape: ScopeShape,
): void {
  const needed = wanted.filter(({ optional }) => optional !== true).length;
  if (given.length < needed || given.length > wanted.length) {
    const names = wanted.map(({ name, optional }) => (optional === true ? `${name}?` : name)).join(", ");
    throw new TemplateFault(`${of} takes ${names === "" ? "nothing" : names}.`);
  }
  given.forEach((operand, index) => {
    checkOperand(operand, shape);
    const argument = wanted[index];
    if (operand.kind === "literal" && argument !== undefined) checkLiteral(of, argument, operand.value);
  });
}

function checkLiteral(of: string, { name, kind, problem }: PipeArgument, value: unknown): void {
  if (kind === "any") return;
  if ((kind === "text" && typeof value !== "string") || (kind === "number" && typeof value !== "number"))
    throw new TemplateFault(`${of}: ${name} is a ${kind}.`);
  const wrong = problem?.(value as string | number) ?? null;
  if (wrong !== null) throw new TemplateFault(`${of}: ${wrong}`);
}

function checkOperand(operand: Operand, shape: ScopeShape): void {
  if (operand.kind === "path") checkPath(operand, shape);
}

/** @throws TemplateFault */
export function checkPath({ root, steps }: Path, shape: ScopeShape): void {
  for (const step of steps) if (step.kind === "dynamic") checkPath(step.path, shape);
  const [first] = steps;
  if (root === LOOKUP_ROOT) {
    checkLookup(steps);
    return;
  }
  if (!Object.hasOwn(shape, root)) throw new TemplateFault(unknownRoot(root, shape));
  const names = shape[root];
  if (names === null || names === undefined) return;
  if (first === undefined) throw new TemplateFault(`${root} alone is no value: name a member, ${root}.…`);
  if (first.kind !== "key")
    throw new TemplateFault(`After ${root} stands a name, so that it can be checked when it is saved.`);
  if (!names.has(first.key)) {
    const hint = didYouMean(first.key, names) || (names.size === 0 ? "" : ` There are ${listed(names)}.`);
    throw new TemplateFault(`${root}.${first.key} is unknown.${hint}`);
  }
}

function checkLookup(steps: Path["steps"]): void {
  const [table, key] = steps;
  if (table?.kind !== "key" || key === undefined)
    throw new TemplateFault("Write lookup.table.key, or lookup.table[payload.key].");
}

function unknownRoot(root: string, shape: ScopeShape): string {
  if (root === "date") return 'date has functions only: date.today(), date.now(), date.add(1, "day").';
  const roots = [...Object.keys(shape), LOOKUP_ROOT, "date"];
  return `${root} is unknown.${didYouMean(root, roots) || ` A path begins with ${listed(roots)}.`}`;
}

function listed(names: Iterable<string>): string {
  const shown = [...names].slice(0, 12);
  return shown.join(", ");
}
