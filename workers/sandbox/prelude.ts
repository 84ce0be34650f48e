/**
 * Runs first in every cell, before anything of a tenant, and keeps what it needs where no later code can reach it. It
 * takes away the ways to make code from text, gives a console, and answers the gate: the one function that the host
 * calls, always with and for strings and handles.
 */
export interface PreludeOptions {
  readonly codeGeneration: boolean;
  readonly logLines: number;
  readonly lineChars: number;
  readonly messageChars: number;
}

/** Operations of the gate. */
export const GATE = { parse: 0, stringify: 1, describe: 2 } as const;

export function preludeSource(options: PreludeOptions): string {
  const { codeGeneration, logLines, lineChars, messageChars } = options;
  return `(function (write) {
"use strict";
const { parse, stringify } = JSON;
const { apply, getPrototypeOf, defineProperty } = Reflect;
const { slice } = String.prototype;
const toText = String;
const ErrorType = TypeError;
const cut = (text, chars) => (text.length > chars ? apply(slice, text, [0, chars]) + "…" : text);
${codeGeneration ? "" : NO_CODE_FROM_TEXT}
let lines = 0;
const shown = (value) => {
  if (typeof value === "string") return value;
  try {
    if (typeof value === "object" && value !== null && !(value instanceof Error)) {
      const json = stringify(value);
      if (typeof json === "string") return json;
    }
    return toText(value);
  } catch {
    return "[cannot be shown]";
  }
};
const line = (level) => (...values) => {
  if (lines >= ${logLines}) return;
  lines++;
  let text = "";
  for (let index = 0; index < values.length && text.length <= ${lineChars}; index++) {
    text += (index > 0 ? " " : "") + cut(shown(values[index]), ${lineChars});
  }
  write(level, cut(text, ${lineChars}));
};
const log = line(0);
globalThis.console = { log, info: log, debug: log, trace: log, warn: line(1), error: line(2) };
const part = (error, key) => {
  try {
    const value = error[key];
    return typeof value === "string" ? value : "";
  } catch {
    return "";
  }
};
const describe = (error) => {
  if (typeof error !== "object" || error === null) {
    return stringify({ name: "", message: cut(shown(error), ${messageChars}), stack: "" });
  }
  const message = part(error, "message");
  return stringify({
    name: cut(part(error, "name"), 60),
    message: cut(message === "" ? shown(error) : message, ${messageChars}),
    stack: cut(part(error, "stack"), 4000),
  });
};
return (operation, value) => {
  if (operation === ${GATE.parse}) return parse(value);
  if (operation === ${GATE.stringify}) return stringify(value);
  return describe(value);
};
})`;
}

/**
 * Every kind of function has a constructor of its own that compiles text. All of them, and the global names, become one
 * function that only throws; it keeps \`Function.prototype\`, so that \`instanceof Function\` goes on working.
 */
const NO_CODE_FROM_TEXT = `
const refuse = function Function() {
  throw new ErrorType("Code cannot be made from text here.");
};
for (const one of [function () {}, async function () {}, function* () {}, async function* () {}]) {
  defineProperty(getPrototypeOf(one), "constructor", { value: refuse, writable: false, enumerable: false, configurable: false });
}
defineProperty(refuse, "prototype", { value: getPrototypeOf(function () {}), writable: false });
for (const name of ["Function", "eval"]) {
  defineProperty(globalThis, name, { value: refuse, writable: true, enumerable: false, configurable: true });
}`;
