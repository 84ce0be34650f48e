import type { Expression, FunctionCall, Operand, Path, PathStep, PipeCall } from "./expression.ts";
import { isForbiddenName } from "./resolve-step.ts";
import { scanToken, type Token } from "./scan-expression.ts";
import { TemplateFault } from "./template-fault.ts";

const MAX_STEPS = 32;
const MAX_PIPES = 16;
const MAX_ARGS = 8;
/** `a[b[c]]` */
const MAX_NESTING = 4;

/**
 * Read one expression, from `from` to its `}}` or to the end of the source. One pass without going back: linear.
 * @throws TemplateFault
 */
export function parseExpression(source: string, from: number): { expression: Expression; end: number } {
  let at = from;
  let token = next();

  function next(): Token {
    const found = scanToken(source, at);
    at = found.end;
    return found;
  }
  function accept(sign: string): boolean {
    if (token.kind !== "sign" || token.text !== sign) return false;
    token = next();
    return true;
  }
  function expect(sign: string): void {
    if (!accept(sign)) throw new TemplateFault(`${describe(token)} is not expected: ${sign} is missing.`);
  }

  function readOperand(depth: number): Operand {
    const first = token;
    switch (first.kind) {
      case "text":
        token = next();
        return { kind: "literal", value: first.text };
      case "number":
        token = next();
        return { kind: "literal", value: first.value };
      case "sign":
        if (accept("[")) {
          expect("]");
          return { kind: "literal", value: [] };
        }
        break;
      case "name":
        token = next();
        if (first.text === "true" || first.text === "false")
          return { kind: "literal", value: first.text === "true" };
        if (first.text === "null") return { kind: "literal", value: null };
        return readPath(first.text, depth);
      case "end":
        throw new TemplateFault("Something is missing before the end of the expression.");
    }
    throw new TemplateFault(`${describe(first)} is not expected here.`);
  }

  function readPath(root: string, depth: number): Path {
    const steps: PathStep[] = [];
    for (;;) {
      if (accept(".")) steps.push(readName());
      else if (accept("[")) {
        steps.push(readBracket(depth));
        expect("]");
      } else return { kind: "path", root, steps };
      if (steps.length > MAX_STEPS) throw new TemplateFault(`A path has at most ${MAX_STEPS} steps.`);
    }
  }

  function readName(): PathStep {
    const name = token;
    if (name.kind === "number" && Number.isInteger(name.value) && name.value >= 0) {
      token = next();
      return { kind: "index", index: name.value };
    }
    if (name.kind !== "name")
      throw new TemplateFault(`A name is expected after the dot, not ${describe(name)}.`);
    token = next();
    return { kind: "key", key: allowedName(name.text) };
  }

  function readBracket(depth: number): PathStep {
    const inner = token;
    if (depth >= MAX_NESTING)
      throw new TemplateFault(`Brackets are nested at most ${MAX_NESTING} levels deep.`);
    if (inner.kind === "number" && Number.isInteger(inner.value)) {
      token = next();
      return { kind: "index", index: inner.value };
    }
    if (inner.kind === "text") {
      token = next();
      return { kind: "key", key: allowedName(inner.text) };
    }
    const path = readOperand(depth + 1);
    if (path.kind !== "path") throw new TemplateFault("In brackets stands an index, a quoted key or a path.");
    return { kind: "dynamic", path };
  }

  function readArgs(close: string | null): readonly Operand[] {
    const args: Operand[] = [];
    if (close !== null && accept(close)) return args;
    do {
      args.push(readOperand(0));
      if (args.length > MAX_ARGS) throw new TemplateFault(`At most ${MAX_ARGS} values between the commas.`);
    } while (accept(","));
    if (close !== null) expect(close);
    return args;
  }

  function readHead(): Operand | FunctionCall {
    const operand = readOperand(0);
    if (operand.kind === "path" && accept("(")) {
      const names = operand.steps.map((step) => (step.kind === "key" ? step.key : "?"));
      return { kind: "call", name: [operand.root, ...names].join("."), args: readArgs(")") };
    }
    return operand;
  }

  const head = readHead();
  const pipes: PipeCall[] = [];
  while (accept("|")) {
    const name = token;
    if (name.kind !== "name")
      throw new TemplateFault(`The name of a pipe is expected after |, not ${describe(name)}.`);
    token = next();
    pipes.push({ name: name.text, args: accept(":") ? readArgs(null) : [] });
    if (pipes.length > MAX_PIPES) throw new TemplateFault(`At most ${MAX_PIPES} pipes in one expression.`);
  }
  if (token.kind !== "end") throw new TemplateFault(`${describe(token)} is not expected here.`);
  return { expression: { head, pipes }, end: at };
}

function allowedName(name: string): string {
  if (isForbiddenName(name)) throw new TemplateFault(`${name} is not a name that can be looked up.`);
  return name;
}

function describe(token: Token): string {
  switch (token.kind) {
    case "end":
      return "The end of the expression";
    case "number":
      return String(token.value);
    case "name":
    case "text":
    case "sign":
      return JSON.stringify(token.text.slice(0, 40));
  }
}
