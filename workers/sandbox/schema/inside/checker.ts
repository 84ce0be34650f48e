/**
 * Runs inside the cage (scripts/bundle-ajv.ts makes a text of it): holds payloads against code that `compiler.ts` wrote, and
 * brings the few helpers which that code asks for by name.
 */
import equal from "ajv/dist/runtime/equal";
import ucs2length from "ajv/dist/runtime/ucs2length";
import { fullFormats } from "ajv-formats/dist/formats";
import { addError, type Complaint } from "./add-error.ts";

interface Validator {
  (data: unknown, place: object): boolean;
  errors?: readonly Complaint[] | null;
}

/** What the standalone code of Ajv requires (ajv/lib/standalone). */
const HELPERS: Readonly<Record<string, unknown>> = {
  "ajv/dist/runtime/equal": asRequired(equal),
  "ajv/dist/runtime/ucs2length": asRequired(ucs2length),
  "ajv-formats/dist/formats": { fullFormats },
};

const MAX_ERRORS = 20;
const MAX_POINTER = 300;
const MAX_MESSAGE = 300;

/** Bundlers do not agree whether a CommonJS module's default is the module or its member of that name. */
function asRequired(module: unknown): unknown {
  return typeof module === "function" ? { default: module } : module;
}

function helper(name: string): unknown {
  const found = HELPERS[name];
  if (found === undefined) throw new Error(`The validator asks for ${name}, which the cage does not have.`);
  return found;
}

/** `load` gets the validator's module as a function; answers what checks one payload. */
function openChecker(load: (require: (name: string) => unknown, module: { exports: unknown }) => void) {
  const module: { exports: unknown } = { exports: {} };
  load(helper, module);
  const validate = module.exports as Validator;
  return (payload: unknown, coerce: boolean) => {
    const whole = { payload };
    const before = coerce ? JSON.stringify(payload) : "";
    // Ajv coerces a whole payload in its parent: without one a string stays a string.
    const place = {
      instancePath: "",
      parentData: whole,
      parentDataProperty: "payload",
      rootData: payload,
      dynamicAnchors: {},
    };
    if (!validate(payload, place)) return { kind: "unfit", errors: tell(validate.errors ?? []) };
    const after = coerce ? JSON.stringify(whole.payload) : "";
    return { kind: "fits", changedJson: after === before ? null : after };
  };
}

/** Where, which keyword, and why: never a value of the payload, which may be a secret. */
function tell(complaints: readonly Complaint[]) {
  const told: { pointer: string; keyword: string; message: string }[] = [];
  for (const { instancePath, keyword, message, extra } of complaints) {
    if (told.length === MAX_ERRORS) break;
    const pointer = typeof extra === "string" ? `${instancePath}/${escapePointer(extra)}` : instancePath;
    told.push({
      pointer: pointer.slice(0, MAX_POINTER),
      keyword,
      message: (typeof extra === "string" ? "must not be there" : message).slice(0, MAX_MESSAGE),
    });
  }
  return told;
}

function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

Object.assign(globalThis, { openChecker, addError });
