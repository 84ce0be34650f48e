import { LOG_LIMITS, MESSAGE_CHARS } from "#domain/sandbox/limits";

/** Operations of the gate. */
export const GATE = { parse: 0, stringify: 1, describe: 2 } as const;

/**
 * Runs first in every cell, before anything of a tenant, and keeps what it needs where no later code can reach it. It
 * takes away the ways to make code from text, gives a console, and answers the gate: the one function that the host
 * calls. It is compiled for every run, so what only some runs need waits in LATE_PRELUDE.
 */
export function preludeSource(codeGeneration: boolean): string {
  return codeGeneration ? WITH_CODE : WITHOUT_CODE;
}

/**
 * Every kind of function has a constructor of its own that compiles text. All of them, and the global names, become one
 * function that only throws; it keeps `Function.prototype`, so that `instanceof Function` goes on working.
 */
const NO_CODE_FROM_TEXT = `
const { getPrototypeOf, defineProperty } = Reflect, Refused = TypeError;
const refuse = function Function() { throw new Refused("Code cannot be made from text here."); };
const fixed = { value: refuse, writable: false, enumerable: false, configurable: false };
const common = getPrototypeOf(refuse);
defineProperty(common, "constructor", fixed);
defineProperty(getPrototypeOf(async () => {}), "constructor", fixed);
defineProperty(getPrototypeOf(function* () {}), "constructor", fixed);
defineProperty(getPrototypeOf(async function* () {}), "constructor", fixed);
defineProperty(refuse, "prototype", { value: common, writable: false });
globalThis.Function = globalThis.eval = refuse;
delete globalThis.SharedArrayBuffer;`;

const source = (noCode: string): string => `(function (load, write) {
"use strict";
const { parse, stringify } = JSON, { apply } = Reflect, { slice } = String.prototype, toText = String, Fault = Error;
${noCode}
let late;
const more = () => (late ??= load()(stringify, apply, slice, toText, Fault, write));
const line = (level) => (...values) => more().write(level, values);
const log = line(0);
globalThis.console = { log, info: log, debug: log, trace: log, warn: line(1), error: line(2) };
return (operation, value) =>
  operation === ${GATE.parse} ? parse(value) : operation === ${GATE.stringify} ? stringify(value) : more().describe(value);
})`;

const WITH_CODE = source("");
const WITHOUT_CODE = source(NO_CODE_FROM_TEXT);

/** Compiled when a script writes its first line, or something was thrown. It leans on nothing but what it is given. */
export const LATE_PRELUDE = `(function (stringify, apply, slice, toText, Fault, write) {
"use strict";
const cut = (text, chars) => (text.length > chars ? apply(slice, text, [0, chars]) + "…" : text);
const shown = (value) => {
  if (typeof value === "string") return value;
  try {
    if (typeof value === "object" && value !== null && !(value instanceof Fault)) {
      const json = stringify(value);
      if (typeof json === "string") return json;
    }
    return toText(value);
  } catch {
    return "[cannot be shown]";
  }
};
const part = (error, key) => {
  try {
    const value = error[key];
    return typeof value === "string" ? value : "";
  } catch {
    return "";
  }
};
let lines = 0;
return {
  __proto__: null,
  write(level, values) {
    if (lines >= ${LOG_LIMITS.lines}) return;
    lines++;
    let text = "";
    for (let index = 0; index < values.length && text.length <= ${LOG_LIMITS.lineChars}; index++) {
      text += (index > 0 ? " " : "") + cut(shown(values[index]), ${LOG_LIMITS.lineChars});
    }
    write(level, cut(text, ${LOG_LIMITS.lineChars}));
  },
  describe(error) {
    if (typeof error !== "object" || error === null) {
      return stringify({ __proto__: null, name: "", message: cut(shown(error), ${MESSAGE_CHARS}), stack: "" });
    }
    const message = part(error, "message");
    return stringify({
      __proto__: null,
      name: cut(part(error, "name"), 60),
      message: cut(message === "" ? shown(error) : message, ${MESSAGE_CHARS}),
      stack: cut(part(error, "stack"), 4000),
    });
  },
};
})`;
