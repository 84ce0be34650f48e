import type { LookupKey } from "../lookups/ports.ts";
import type { ProblemDetail } from "../problem.ts";
import { Budget } from "./budget.ts";
import { type CompiledMapping, compileMapping, type MappingNode } from "./compile-mapping.ts";
import { evaluate } from "./evaluate.ts";
import { kindOf } from "./pipe.ts";
import { isForbiddenName, isObject } from "./resolve-step.ts";
import { OMITTED, PENDING, type Rendering, type Scope, type ScopeShape } from "./scope.ts";
import { renderTemplate } from "./template.ts";
import { TemplateFault } from "./template-fault.ts";

export type Rendered =
  | { readonly kind: "json"; readonly json: string }
  /** The whole mapping was left out by its condition. */
  | { readonly kind: "omitted" }
  /** Fetch these, and render again with them. */
  | { readonly kind: "wanted"; readonly keys: readonly LookupKey[] }
  /** `pointer` leads into the mapping. */
  | { readonly kind: "failed"; readonly pointer: string; readonly message: string };

/** Everything that can be known to be wrong with a mapping before there is an event; `pointer` is where it lies. */
export function checkMapping(mapping: unknown, shape: ScopeShape, pointer = ""): readonly ProblemDetail[] {
  const compiled = compileMapping(mapping, shape, pointer);
  return compiled.ok ? [] : compiled.problems;
}

/** What a compiled mapping makes in this scope. Never throws for what the mapping or the payload is. */
export function renderMapping({ root }: CompiledMapping & { readonly ok: true }, scope: Scope): Rendered {
  const run = beginRendering(scope);
  const fault = new FaultPlace();
  try {
    const value = renderNode(root, run, fault);
    if (run.wanted.size > 0) return { kind: "wanted", keys: [...run.wanted.values()] };
    if (value === OMITTED) return { kind: "omitted" };
    return { kind: "json", json: JSON.stringify(value) };
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    return { kind: "failed", pointer: fault.pointer ?? root.pointer, message: error.message };
  }
}

export function beginRendering(scope: Scope): Rendering {
  return { scope, budget: new Budget(), locals: new Map(), wanted: new Map() };
}

/** Where in the mapping a fault was met: the innermost node that throws says so first. */
export class FaultPlace {
  pointer: string | null = null;
}

/** OMITTED and PENDING are answers, too. @throws TemplateFault */
export function renderNode(node: MappingNode, run: Rendering, place: FaultPlace): unknown {
  try {
    return render(node, run, place);
  } catch (error) {
    if (error instanceof TemplateFault) place.pointer ??= node.pointer;
    throw error;
  }
}

function render(node: MappingNode, run: Rendering, place: FaultPlace): unknown {
  switch (node.kind) {
    case "constant":
      run.budget.output(node.value);
      return node.value;
    case "template": {
      const value = renderTemplate(node.template, run);
      if (typeof value !== "symbol") run.budget.output(value);
      return value;
    }
    case "list":
      run.budget.output(null);
      return node.elements
        .map((element) => renderNode(element, run, place))
        .filter((value) => value !== OMITTED);
    case "if":
      run.budget.step();
      if (node.condition(run)) return renderNode(node.yes, run, place);
      return node.no === null ? OMITTED : renderNode(node.no, run, place);
    case "object":
      return renderObject(node, run, place);
    case "each":
      return renderEach(node, run, place);
  }
}

function renderObject(node: MappingNode & { kind: "object" }, run: Rendering, place: FaultPlace): unknown {
  run.budget.output(null);
  const entries = new Map<string, unknown>();
  for (const part of node.spread) {
    const value = renderNode(part, run, place);
    if (value === OMITTED || value === PENDING || value === null) continue;
    if (!isObject(value)) throw new TemplateFault(`$spread needs an object, and not ${kindOf(value)}.`);
    for (const [key, member] of Object.entries(value)) if (!isForbiddenName(key)) entries.set(key, member);
  }
  for (const [key, member] of node.members) {
    const value = renderNode(member, run, place);
    // A key that was spread goes as well: the mapping says that it is not wanted.
    if (value === OMITTED) entries.delete(key);
    else {
      run.budget.text(key);
      entries.set(key, value);
    }
  }
  return Object.fromEntries(entries);
}

function renderEach(node: MappingNode & { kind: "each" }, run: Rendering, place: FaultPlace): unknown {
  run.budget.output(null);
  const list = evaluate(node.over, run);
  if (list === OMITTED || list === PENDING) return list;
  if (!Array.isArray(list)) throw new TemplateFault(`$each needs a list, and not ${kindOf(list)}.`);
  const made: unknown[] = [];
  for (const [index, element] of list.entries()) {
    run.budget.step();
    run.locals.set(node.as, element);
    if (node.index !== null) run.locals.set(node.index, index);
    if (node.where !== null && !node.where(run)) continue;
    const value = renderNode(node.make, run, place);
    if (value !== OMITTED) made.push(value);
  }
  run.locals.delete(node.as);
  if (node.index !== null) run.locals.delete(node.index);
  return made;
}
