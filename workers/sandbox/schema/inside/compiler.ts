/**
 * Runs inside the cage, never in the gateway's isolate (scripts/bundle-ajv.ts makes a text of it): turns a JSON Schema into
 * JavaScript that validates. Ajv writes that code with `new Function`, which Workers do not have and QuickJS does.
 */
import Ajv, { type Options } from "ajv";
import Ajv2019 from "ajv/dist/2019";
import Ajv2020 from "ajv/dist/2020";
import standaloneCode from "ajv/dist/standalone";
import addFormats from "ajv-formats";
import { addError, type Complaint } from "./add-error.ts";
import { type ErrorsModule, shortenErrors } from "./short-errors.ts";
import { type PropertiesModule, splitProperties } from "./smaller-functions.ts";

/** Imports would be copies of the modules, and Ajv would not see what is changed in them. */
interface Changed {
  "ajv/dist/compile/errors": ErrorsModule;
  "ajv/dist/vocabularies/applicator/properties": PropertiesModule;
}
declare const require: <Name extends keyof Changed>(name: Name) => Changed[Name];
shortenErrors(require("ajv/dist/compile/errors"));
splitProperties(require("ajv/dist/vocabularies/applicator/properties"));

type Draft = "draft-07" | "2019-09" | "2020-12";

interface Wanted {
  readonly draft: Draft;
  /** Types are coerced and defaults filled in. */
  readonly coerce: boolean;
}

interface Found {
  readonly pointer: string;
  readonly message: string;
}

type Answer =
  | {
      readonly ok: true;
      readonly code: string;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly Found[] };

const MAX_WARNINGS = 20;
const MAX_PROBLEMS = 20;
const CLASSES = { "draft-07": Ajv, "2019-09": Ajv2019, "2020-12": Ajv2020 };

function compile(schema: boolean | object, { draft, coerce }: Wanted): Answer {
  const warnings: string[] = [];
  const options: Options = {
    // Told one by one, errors make Ajv nest the code of a thousand properties a thousand blocks deep, and that is more than
    // any parser's stack.
    allErrors: true,
    coerceTypes: coerce,
    useDefaults: coerce,
    // A payload's own members only: `required: ["constructor"]` must not be met by what every object inherits.
    ownProperties: true,
    // The standard says that unknown keywords and formats are ignored. They are most often a slip, so they are told.
    strictSchema: "log",
    strictNumbers: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    logger: { log: note, warn: note, error: note },
    // In keywords. A small definition is checked faster where it is used, as each item of a list; of a large one every use
    // would repeat the code.
    inlineRefs: 10,
    validateSchema: false,
    // Draft-07: what stands beside a $ref does not count. Later drafts made it count.
    ignoreKeywordsWithRef: draft === "draft-07",
    messages: true,
    code: { source: true, lines: false, optimize: 1 },
  };
  function note(text: unknown): void {
    const told = String(text).replace(/^strict mode: /, "");
    // About Ajv's own options, which are not the tenant's.
    if (told.startsWith("DEPRECATED")) return;
    if (warnings.length < MAX_WARNINGS && !warnings.includes(told)) warnings.push(told);
  }
  const wrong = againstMetaSchema(draft, schema);
  if (wrong.length > 0) return { ok: false, problems: wrong };
  try {
    const ajv = addFormats(new CLASSES[draft](options));
    for (const name of formatsIn(schema)) {
      if (ajv.formats[name] !== undefined) continue;
      note(`format ${name} is not known, so it is not checked`);
      ajv.addFormat(name, true);
    }
    return {
      ok: true,
      code: standaloneCode(
        ajv,
        withoutFunction(() => ajv.compile(schema)),
      ),
      warnings,
    };
  } catch (error) {
    return { ok: false, problems: [whyNot(error, schema)] };
  }
}

/**
 * Ajv writes the code and then makes a function of it, which nobody calls here: for a schema of 100 KB that would be most of
 * the memory it takes. So it gets one that does nothing.
 */
function withoutFunction<T>(work: () => T): T {
  const real = globalThis.Function;
  globalThis.Function = function Nothing() {
    return () => () => true;
  } as unknown as FunctionConstructor;
  try {
    return work();
  } finally {
    globalThis.Function = real;
  }
}

/** By draft: making one costs ten times as much as a small schema, and a session compiles many of them. */
const metaSchemas = new Map<Draft, Ajv>();

function metaSchemaOf(draft: Draft): Ajv {
  const known = metaSchemas.get(draft);
  if (known !== undefined) return known;
  const ajv = addFormats(new CLASSES[draft]({ allErrors: true, strict: false, logger: false }));
  metaSchemas.set(draft, ajv);
  return ajv;
}

/** All that is wrong with the schema itself; Ajv's own check would stop with one sentence for the lot. */
function againstMetaSchema(draft: Draft, schema: boolean | object): Found[] {
  const ajv = metaSchemaOf(draft);
  if (ajv.validateSchema(schema) === true) return [];
  const complaints = (ajv.errors ?? []) as unknown as readonly Complaint[];
  return complaints.slice(0, MAX_PROBLEMS).map(({ instancePath, message }) => ({
    pointer: instancePath,
    message: `It ${message ?? "is not valid"}.`,
  }));
}

function whyNot(error: unknown, schema: unknown): Found {
  const message = error instanceof Error ? error.message : String(error);
  const reference = (error as { missingRef?: unknown } | null)?.missingRef;
  if (typeof reference === "string") {
    const named = /can't resolve reference (.*) from id/.exec(message)?.[1] ?? reference;
    return {
      pointer: pointerOfReference(schema, named) ?? "",
      message: `The reference ${named.slice(0, 200)} leads to nothing in this schema. Other documents are never fetched: put what it names under definitions ($defs).`,
    };
  }
  const pattern = pointerOfBadPattern(schema);
  if (pattern !== null)
    return { pointer: pattern, message: `It is no regular expression: ${message.slice(0, 300)}` };
  return { pointer: "", message: `It does not compile: ${message.slice(0, 300)}` };
}

/** Every text that may name a format. A member of a payload that happens to be called format only adds a name. */
function formatsIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (typeof value !== "object" || value === null) return found;
  for (const [name, member] of Object.entries(value)) {
    if (name === "format" && typeof member === "string") found.add(member);
    else formatsIn(member, found);
  }
  return found;
}

function pointerOfBadPattern(value: unknown, at = ""): string | null {
  if (typeof value !== "object" || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    const pointer = `${at}/${escapePointer(name)}`;
    if (name === "pattern" && typeof member === "string" && !isPattern(member)) return pointer;
    if (name === "patternProperties" && typeof member === "object" && member !== null) {
      const bad = Object.keys(member).find((key) => !isPattern(key));
      if (bad !== undefined) return `${pointer}/${escapePointer(bad)}`;
    }
    const below = pointerOfBadPattern(member, pointer);
    if (below !== null) return below;
  }
  return null;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function pointerOfReference(value: unknown, reference: string, at = ""): string | null {
  if (typeof value !== "object" || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    const pointer = `${at}/${escapePointer(name)}`;
    if ((name === "$ref" || name === "$dynamicRef" || name === "$recursiveRef") && member === reference) {
      return pointer;
    }
    const below = pointerOfReference(member, reference, pointer);
    if (below !== null) return below;
  }
  return null;
}

Object.assign(globalThis, { compileSchema: compile, addError });
