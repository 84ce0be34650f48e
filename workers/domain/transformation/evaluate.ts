import { sizeOf } from "./budget.ts";
import { ExactNumber, parseExact } from "./exact-json.ts";
import { type Expression, type FunctionCall, type Operand, type Path, pathText } from "./expression.ts";
import { FUNCTIONS } from "./function-table.ts";
import { didYouMean } from "./nearest.ts";
import { kindOf } from "./pipe.ts";
import { DEFAULT_PIPE, OPTIONAL_PIPE, PIPES } from "./pipe-table.ts";
import { isObject, MISSING, memberOf } from "./resolve-step.ts";
import { LOOKUP_ROOT, OMITTED, PENDING, type Rendering } from "./scope.ts";
import { TemplateFault } from "./template-fault.ts";

/**
 * The value of an expression that has been checked; OMITTED or PENDING where there is none.
 * @throws TemplateFault
 */
export function evaluate({ head, pipes }: Expression, run: Rendering): unknown {
  run.budget.step();
  let value = head.kind === "call" ? call(head, run) : lookAt(head, run);
  for (const { name, args } of pipes) {
    if (value === PENDING) return PENDING;
    const absent = value === MISSING || value === null;
    if (name === OPTIONAL_PIPE) {
      if (absent) return OMITTED;
      continue;
    }
    if (name === DEFAULT_PIPE) {
      if (absent) value = needed(args[0], run);
      continue;
    }
    if (value === MISSING) throw missing(head, run);
    if (value === null) throw new TemplateFault(`${textOf(head)} is null. Put default: … before ${name}.`);
    value = applyPipe(name, value, args, run);
  }
  if (value === MISSING) throw missing(head, run);
  return value;
}

function applyPipe(name: string, value: unknown, args: readonly Operand[], run: Rendering): unknown {
  const pipe = PIPES.get(name);
  if (pipe === undefined) throw new TemplateFault(`There is no pipe ${name}.`);
  const given = args.map((arg) => needed(arg, run));
  if (given.includes(PENDING)) return PENDING;
  pipe.args.forEach(({ problem, kind }, index) => {
    const arg = given[index];
    if (args[index]?.kind !== "path" || kind === "any") return;
    if (typeof arg !== "string" && typeof arg !== "number")
      throw new TemplateFault(`The pipe ${name} needs a ${kind}, and not ${kindOf(arg)}.`);
    const wrong = problem?.(arg) ?? null;
    if (wrong !== null) throw new TemplateFault(`The pipe ${name}: ${wrong}`);
  });
  run.budget.work(sizeOf(value));
  const result = pipe.apply(value, given, run.budget);
  run.budget.work(sizeOf(result));
  return result;
}

function call({ name, args }: FunctionCall, run: Rendering): unknown {
  const known = FUNCTIONS.get(name);
  if (known === undefined) throw new TemplateFault(`There is no function ${name}().`);
  const given = args.map((arg) => needed(arg, run));
  return given.includes(PENDING) ? PENDING : known.apply(given, run.scope.now);
}

/** An argument must be there. */
function needed(operand: Operand | undefined, run: Rendering): unknown {
  if (operand === undefined) return null;
  const value = lookAt(operand, run);
  if (value === MISSING) throw missing(operand, run);
  return value;
}

/** MISSING when nothing is there. */
export function lookAt(operand: Operand, run: Rendering): unknown {
  if (operand.kind === "literal") return operand.value;
  if (operand.root === LOOKUP_ROOT) return lookUp(operand, run);
  return walk(rootOf(operand, run), operand.steps, run);
}

function rootOf({ root }: Path, { locals, scope }: Rendering): unknown {
  if (locals.has(root)) return locals.get(root);
  return Object.hasOwn(scope.values, root) ? scope.values[root] : MISSING;
}

function walk(from: unknown, steps: Path["steps"], run: Rendering): unknown {
  let value = from;
  for (const step of steps) {
    if (value === MISSING || value === PENDING) return value;
    const key = keyOf(step, run);
    if (key === PENDING || key === MISSING) return key;
    value = memberOf(value, key as string | number);
  }
  return value;
}

function keyOf(step: Path["steps"][number], run: Rendering): unknown {
  switch (step.kind) {
    case "key":
      return step.key;
    case "index":
      return step.index;
    case "dynamic": {
      const key = lookAt(step.path, run);
      if (typeof key === "string" || typeof key === "number" || key === PENDING || key === MISSING)
        return key;
      if (key instanceof ExactNumber) return key.text;
      if (typeof key === "boolean") return String(key);
      throw new TemplateFault(`${pathText(step.path)} is ${kindOf(key)}, and no key.`);
    }
  }
}

const MAX_KEY_LENGTH = 512;

function lookUp(path: Path, run: Rendering): unknown {
  const [tableStep, keyStep, ...rest] = path.steps;
  if (tableStep?.kind !== "key" || keyStep === undefined) return MISSING;
  const found = keyOf(keyStep, run);
  if (found === MISSING && keyStep.kind === "dynamic") throw missing(keyStep.path, run);
  if (found === MISSING || found === PENDING) return found;
  const key = String(found);
  if (key.length > MAX_KEY_LENGTH)
    throw new TemplateFault(`A key of a lookup table has at most ${MAX_KEY_LENGTH} characters.`);
  const wanted = { table: tableStep.key, key };
  const answer = run.scope.lookups.get(wanted);
  switch (answer?.kind) {
    case undefined:
      run.wanted.set(JSON.stringify([wanted.table, key]), wanted);
      return PENDING;
    case "no_table":
      throw new TemplateFault(`There is no lookup table ${wanted.table}.`);
    case "no_key":
      return MISSING;
    case "value":
    case "default":
      run.budget.work(answer.json.length);
      return walk(parseExact(answer.json), rest, run);
  }
}

/** What is missing, by the first name of its path that leads nowhere. */
function missing(head: Operand | FunctionCall, run: Rendering): TemplateFault {
  if (head.kind !== "path") return new TemplateFault("A value is missing.");
  let value = head.root === LOOKUP_ROOT ? MISSING : rootOf(head, run);
  for (const step of head.steps) {
    if (step.kind !== "key" || value === MISSING) break;
    const next = memberOf(value, step.key);
    if (next === MISSING && isObject(value)) {
      const hint = didYouMean(step.key, Object.keys(value));
      return new TemplateFault(`${pathText(head)} is missing.${hint || ADVICE}`);
    }
    value = next;
  }
  return new TemplateFault(`${pathText(head)} is missing.${ADVICE}`);
}

const ADVICE = " Give it a default (| default: …), or let its key disappear (| optional).";

function textOf(head: Operand | FunctionCall): string {
  switch (head.kind) {
    case "path":
      return pathText(head);
    case "call":
      return `${head.name}()`;
    case "literal":
      return JSON.stringify(head.value);
  }
}
