/**
 * Ajv writes some three hundred characters of code for each error that a keyword may find, most of them for members that
 * nobody here reads, and a variable of its own. QuickJS looks through all variables of a function for each name in it, so that
 * the code of a schema of 120 KB took longer to load than to write. Here an error is one call of `addError`.
 */
import { _, Name, str, strConcat } from "ajv/dist/compile/codegen";
import type { ErrorPaths } from "ajv/dist/compile/errors";
import { getErrorPath, Type } from "ajv/dist/compile/util";
import type { KeywordErrorCxt, KeywordErrorDefinition } from "ajv/dist/types";

/** Variables of every function that Ajv writes. */
const names = {
  vErrors: new Name("vErrors"),
  errors: new Name("errors"),
  instancePath: new Name("instancePath"),
};

type Report = (cxt: KeywordErrorCxt, error?: KeywordErrorDefinition, paths?: ErrorPaths) => void;

/** The members of Ajv's own module, which the rest of it calls through that object. */
export interface ErrorsModule {
  reportError: Report;
  reportExtraError: Report;
  readonly keywordError: KeywordErrorDefinition;
}

/** Only right under `allErrors`: the code never returns at the first error. */
export function shortenErrors(module: ErrorsModule): void {
  const report: Report = (cxt, error = module.keywordError, { instancePath } = {}) => {
    const { gen, it, keyword } = cxt;
    const path =
      instancePath === undefined ? it.errorPath : str`${it.errorPath}${getErrorPath(instancePath, Type.Str)}`;
    const at = strConcat(names.instancePath, path);
    const message = typeof error.message === "function" ? error.message(cxt) : error.message;
    const extra = extraOf(cxt);
    const call =
      extra === undefined
        ? _`addError(${names.vErrors}, ${at}, ${keyword}, ${message})`
        : _`addError(${names.vErrors}, ${at}, ${keyword}, ${message}, ${extra})`;
    gen.assign(names.vErrors, call);
    gen.code(_`${names.errors}++`);
  };
  module.reportError = report;
  module.reportExtraError = report;
}

function extraOf({ keyword, params }: KeywordErrorCxt) {
  switch (keyword) {
    case "additionalProperties":
      return params?.additionalProperty;
    case "unevaluatedProperties":
      return params?.unevaluatedProperty;
    default:
      return undefined;
  }
}
