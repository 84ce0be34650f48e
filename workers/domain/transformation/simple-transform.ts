import { escapePointer } from "../json-pointer.ts";
import type { LookupKey } from "../lookups/ports.ts";
import type { ProblemDetail } from "../problem.ts";
import type { SigningConfig } from "../signing/signing-config.ts";
import { HTTP_METHODS } from "../tenancy/organization-config.ts";
import { MAX_HEADERS } from "../tenancy/target-headers.ts";
import { compileMapping, type MappingNode } from "./compile-mapping.ts";
import { asText } from "./pipe.ts";
import { beginRendering, FaultPlace, renderNode } from "./render-mapping.ts";
import { headerProblem, type MadeMessage } from "./request-change.ts";
import { OMITTED, PENDING, type Rendering, type Scope, type ScopeShape } from "./scope.ts";
import { parseTemplate, renderTemplate, type Template } from "./template.ts";
import { TemplateFault } from "./template-fault.ts";
import type { SimpleTransform } from "./transform-settings.ts";
import { parseUrlTemplate, renderUrl } from "./url-template.ts";

/** A SIMPLE transformation that has been checked. */
export interface CompiledSimple {
  readonly mapping: MappingNode;
  readonly url: Template | null;
  readonly method: Template | null;
  readonly headers: readonly (readonly [name: string, value: Template])[];
  readonly query: readonly (readonly [name: string, value: Template])[];
}

export type SimpleCompilation =
  | { readonly ok: true; readonly compiled: CompiledSimple }
  | { readonly ok: false; readonly problems: readonly ProblemDetail[] };

export type SimpleResult =
  | { readonly kind: "message"; readonly message: MadeMessage }
  | { readonly kind: "wanted"; readonly keys: readonly LookupKey[] }
  | { readonly kind: "failed"; readonly message: string };

const MAX_QUERY = 50;

/** Pointers lead into the settings of the transformation. */
export function compileSimple(
  { mapping, url, method, headers = {}, query = {} }: SimpleTransform,
  shape: ScopeShape,
  signing: SigningConfig,
): SimpleCompilation {
  const problems: ProblemDetail[] = [];
  const read = (pointer: string, make: () => Template): Template => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof TemplateFault)) throw error;
      problems.push({ pointer, message: error.message });
      return [];
    }
  };
  const root = compileMapping(mapping, shape, "/mapping");
  if (!root.ok) problems.push(...root.problems);
  const named = (name: "headers" | "query", record: Readonly<Record<string, string>>, most: number) => {
    const entries = Object.entries(record);
    if (entries.length > most) problems.push({ pointer: `/${name}`, message: `At most ${most}.` });
    return entries.slice(0, most).map(([key, value]) => {
      const pointer = `/${name}/${escapePointer(key)}`;
      const wrong = name === "headers" ? headerProblem(key, null, signing) : null;
      if (wrong !== null) problems.push({ pointer, message: wrong });
      return [key, read(pointer, () => parseTemplate(value, shape))] as const;
    });
  };
  if (
    method !== undefined &&
    !method.includes("{{") &&
    !(HTTP_METHODS as readonly string[]).includes(method.toUpperCase())
  )
    problems.push({
      pointer: "/method",
      message: `Use ${HTTP_METHODS.join(", ")}, or a template that makes one.`,
    });
  const compiled = {
    mapping: root.ok ? root.root : { kind: "constant" as const, value: null, pointer: "" },
    url: url === undefined ? null : read("/url", () => parseUrlTemplate(url, shape)),
    method: method === undefined ? null : read("/method", () => parseTemplate(method, shape)),
    headers: named("headers", headers, MAX_HEADERS),
    query: named("query", query, MAX_QUERY),
  };
  return problems.length === 0 ? { ok: true, compiled } : { ok: false, problems };
}

/** What it makes of one event. Never throws for what the event holds. */
export function renderSimple(compiled: CompiledSimple, scope: Scope): SimpleResult {
  const run = beginRendering(scope);
  const place = new FaultPlace();
  try {
    const payload = renderNode(compiled.mapping, run, place);
    const request = renderRequest(compiled, run, place);
    if (run.wanted.size > 0) return { kind: "wanted", keys: [...run.wanted.values()] };
    if (payload === OMITTED) return { kind: "failed", message: "/mapping: Nothing is left to send." };
    return { kind: "message", message: { payloadJson: JSON.stringify(payload), ...request } };
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    const message = place.pointer === null ? error.message : `${place.pointer}: ${error.message}`;
    return { kind: "failed", message };
  }
}

function renderRequest({ url, method, headers, query }: CompiledSimple, run: Rendering, place: FaultPlace) {
  const at = <Result>(pointer: string, make: () => Result): Result => {
    try {
      return make();
    } catch (error) {
      if (error instanceof TemplateFault) place.pointer ??= pointer;
      throw error;
    }
  };
  const text = (template: Template): string | null => textOrNull(renderTemplate(template, run));
  const made: { -readonly [Key in keyof Omit<MadeMessage, "payloadJson">]: MadeMessage[Key] } = {};
  if (url !== null) at("/url", () => Object.assign(made, asMember("url", textOrNull(renderUrl(url, run)))));
  if (method !== null) at("/method", () => Object.assign(made, asMember("method", text(method))));
  if (headers.length > 0) {
    made.headers = Object.fromEntries(
      headers.flatMap(([name, value]) => {
        const header = at(`/headers/${escapePointer(name)}`, () => text(value));
        return header === null ? [] : [[name, header]];
      }),
    );
  }
  if (query.length > 0) {
    made.query = query.flatMap(([name, value]) =>
      at(`/query/${escapePointer(name)}`, () => parametersOf(name, renderTemplate(value, run))),
    );
  }
  return made;
}

/** A list is a parameter for each of its elements. */
function parametersOf(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (value === OMITTED || value === PENDING) return [];
  const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return values.map((one) => [name, asText(one)] as const);
}

function textOrNull(value: unknown): string | null {
  return value === OMITTED || value === PENDING ? null : asText(value);
}

function asMember(name: string, value: string | null): Readonly<Record<string, string>> {
  return value === null ? {} : { [name]: value };
}
