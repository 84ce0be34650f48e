import { escapePointer } from "../json-pointer.ts";
import type { ProblemDetail } from "../problem.ts";
import { type Condition, compileCondition } from "./condition.ts";
import type { Expression } from "./expression.ts";
import { didYouMean } from "./nearest.ts";
import { isForbiddenName, isObject } from "./resolve-step.ts";
import { LOOKUP_ROOT, type ScopeShape } from "./scope.ts";
import { parseBareExpression, parseTemplate, type Template } from "./template.ts";
import { TemplateFault } from "./template-fault.ts";

/** A mapping that has been checked, ready for many events. */
export type MappingNode = { readonly pointer: string } & (
  | { readonly kind: "constant"; readonly value: unknown }
  | { readonly kind: "template"; readonly template: Template }
  | { readonly kind: "list"; readonly elements: readonly MappingNode[] }
  | {
      readonly kind: "object";
      readonly spread: readonly MappingNode[];
      readonly members: readonly (readonly [key: string, value: MappingNode])[];
    }
  | {
      readonly kind: "if";
      readonly condition: Condition;
      readonly yes: MappingNode;
      readonly no: MappingNode | null;
    }
  | {
      readonly kind: "each";
      readonly over: Expression;
      readonly as: string;
      readonly index: string | null;
      readonly where: Condition | null;
      readonly make: MappingNode;
    }
);

export type CompiledMapping =
  | { readonly ok: true; readonly root: MappingNode }
  | { readonly ok: false; readonly problems: readonly ProblemDetail[] };

const MAX_DEPTH = 32;
const MAX_NODES = 2_000;
const MAX_PROBLEMS = 20;
const DIRECTIVES = ["$each", "$if", "$literal", "$spread"];
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,39}$/;

/** Read a mapping. `pointer` is where it lies in the body that was sent, `shape` what its expressions may name. */
export function compileMapping(mapping: unknown, shape: ScopeShape, pointer = ""): CompiledMapping {
  const problems: ProblemDetail[] = [];
  const report = (problem: ProblemDetail) => {
    if (problems.length < MAX_PROBLEMS) problems.push(problem);
  };
  let nodes = 0;
  const root = compileNode(mapping, pointer, shape, 0);
  return problems.length === 0 ? { ok: true, root } : { ok: false, problems };

  function refuse(at: string, message: string): MappingNode {
    report({ pointer: at, message });
    return { kind: "constant", value: null, pointer: at };
  }

  function compileNode(node: unknown, at: string, known: ScopeShape, depth: number): MappingNode {
    nodes += 1;
    if (nodes === MAX_NODES + 1) return refuse(pointer, `A mapping has at most ${MAX_NODES} values.`);
    // Said already, and a hostile mapping is not read to its end.
    if (nodes > MAX_NODES) return { kind: "constant", value: null, pointer: at };
    if (depth > MAX_DEPTH) return refuse(at, `A mapping is at most ${MAX_DEPTH} levels deep.`);
    if (typeof node === "string") {
      const template = tryTo(at, () => parseTemplate(node, known));
      return { kind: "template", template: template ?? [], pointer: at };
    }
    if (Array.isArray(node)) {
      const elements = node.map((one: unknown, index) =>
        compileNode(one, `${at}/${index}`, known, depth + 1),
      );
      return { kind: "list", elements, pointer: at };
    }
    return isObject(node)
      ? compileObject(node, at, known, depth)
      : { kind: "constant", value: node, pointer: at };
  }

  function compileObject(node: Fields, at: string, known: ScopeShape, depth: number): MappingNode {
    if (Object.hasOwn(node, "$literal")) {
      onlyMembers(node, at, ["$literal"]);
      return { kind: "constant", value: node.$literal, pointer: at };
    }
    if (Object.hasOwn(node, "$if")) return compileIf(node, at, known, depth);
    if (Object.hasOwn(node, "$each")) return compileEach(node, at, known, depth);
    const spread = Object.hasOwn(node, "$spread") ? node.$spread : [];
    const members = Object.entries(node).filter(([key]) => key !== "$spread");
    for (const [key] of members) checkKey(key, `${at}/${escapePointer(key)}`);
    return {
      kind: "object",
      spread: (Array.isArray(spread) ? spread : [spread]).map((one: unknown, index) =>
        compileNode(
          one,
          Array.isArray(spread) ? `${at}/$spread/${index}` : `${at}/$spread`,
          known,
          depth + 1,
        ),
      ),
      members: members.map(([key, value]) => [
        key,
        compileNode(value, `${at}/${escapePointer(key)}`, known, depth + 1),
      ]),
      pointer: at,
    };
  }

  function checkKey(key: string, at: string): void {
    if (key.startsWith("$"))
      refuse(
        at,
        `${key} is no directive.${didYouMean(key, DIRECTIVES) || ` Use ${DIRECTIVES.join(", ")}; $literal takes any key.`}`,
      );
    else if (isForbiddenName(key)) refuse(at, `${key} cannot be a key.`);
    else if (key.includes("{{")) refuse(at, "A key is not a template; its value is.");
  }

  function compileIf(node: Fields, at: string, known: ScopeShape, depth: number): MappingNode {
    onlyMembers(node, at, ["$if", "then", "else"]);
    if (!Object.hasOwn(node, "then")) return refuse(at, "$if needs then, and may have else.");
    return {
      kind: "if",
      condition: compileCondition(node.$if, `${at}/$if`, known, report),
      yes: compileNode(node.then, `${at}/then`, known, depth + 1),
      no: Object.hasOwn(node, "else") ? compileNode(node.else, `${at}/else`, known, depth + 1) : null,
      pointer: at,
    };
  }

  function compileEach(node: Fields, at: string, known: ScopeShape, depth: number): MappingNode {
    onlyMembers(node, at, ["$each", "as", "index", "where", "do"]);
    const { $each: path, as = "item", index = null } = node;
    if (typeof path !== "string")
      return refuse(`${at}/$each`, "$each names a list by its path, such as payload.items.");
    if (!Object.hasOwn(node, "do")) return refuse(at, "$each needs do: what is made of each element.");
    const over = tryTo(`${at}/$each`, () => parseBareExpression(path, known));
    if (!isFreeName(as, known)) return refuse(`${at}/as`, freeNameAdvice(as));
    if (index !== null && (!isFreeName(index, known) || index === as))
      return refuse(`${at}/index`, freeNameAdvice(index));
    const inner: ScopeShape = { ...known, [as]: null, ...(index === null ? {} : { [index]: null }) };
    const make = compileNode(node.do, `${at}/do`, inner, depth + 1);
    const where = Object.hasOwn(node, "where")
      ? compileCondition(node.where, `${at}/where`, inner, report)
      : null;
    if (over === null) return { kind: "constant", value: null, pointer: at };
    return { kind: "each", over, as, index, where, make, pointer: at };
  }

  function onlyMembers(node: Fields, at: string, allowed: readonly string[]): void {
    for (const key of Object.keys(node)) {
      if (!allowed.includes(key))
        report({
          pointer: `${at}/${escapePointer(key)}`,
          message: `Beside ${allowed[0]} stands ${allowed.slice(1).join(", ") || "nothing"}.`,
        });
    }
  }

  function tryTo<Result>(at: string, read: () => Result): Result | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof TemplateFault)) throw error;
      report({ pointer: at, message: error.message });
      return null;
    }
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isFreeName(name: unknown, known: ScopeShape): name is string {
  return (
    typeof name === "string" &&
    NAME.test(name) &&
    !isForbiddenName(name) &&
    name !== LOOKUP_ROOT &&
    name !== "date" &&
    !Object.hasOwn(known, name)
  );
}

function freeNameAdvice(name: unknown): string {
  return typeof name === "string" && NAME.test(name)
    ? `${name} is taken: give this element another name by as (or index).`
    : "A name has letters, digits and _, at most 40.";
}
