import { type Attack, attack, REFUSED } from "./attack.ts";

const NO_CODE = { fails: ["threw"], saying: "Code cannot be made from text" } as const;
const MISSING = { fails: ["threw"], saying: "is not defined" } as const;
const INVALID = { fails: ["output_invalid"] } as const;

/** They look for a way out: to make code, to reach the host, to leave something behind, to lie to the gateway. */
export const ESCAPES: readonly Attack[] = [
  attack("eval", 'return eval("1");', NO_CODE),
  attack("eval by another name", 'return (0, eval)("1");', NO_CODE),
  attack("Function", 'return new Function("return 1")();', NO_CODE),
  attack("the constructor of a function", 'return (() => {}).constructor("return 1")();', NO_CODE),
  attack("of an async function", 'return (async () => {}).constructor("return 1")();', NO_CODE),
  attack("of a generator", 'return (function* () {}).constructor("yield 1")();', NO_CODE),
  attack("of an async generator", 'return (async function* () {}).constructor("yield 1")();', NO_CODE),
  attack("of the global object", 'return globalThis.constructor.constructor("return 1")();', NO_CODE),
  attack("of the console", 'return console.log.constructor.constructor("return 1")();', NO_CODE),
  attack(
    "a chain through an error",
    'try { null.x; } catch (e) { return e.constructor.constructor("return 1")(); }',
    NO_CODE,
  ),
  attack("a class that extends Function", 'class F extends Function {} return new F("return 1")();', NO_CODE),
  attack(
    "Reflect.construct",
    'return Reflect.construct(Reflect.getPrototypeOf(() => {}).constructor, ["return 1"]);',
    NO_CODE,
  ),
  attack("putting the constructor back", "delete Function.prototype.constructor; return 1;", REFUSED),
  attack("the caller", "return (function f() { return f.caller; })();", REFUSED),
  attack("import()", 'return import("node:fs");', REFUSED),
  attack("require", 'return require("fs");', MISSING),
  attack("process", "return process.env;", MISSING),
  attack("the network", 'return fetch("https://example.com");', MISSING),
  attack("timers", "return setTimeout(() => {}, 1);", MISSING),
  attack("WebAssembly", "return new WebAssembly.Module(new Uint8Array(8));", MISSING),
  attack("shared memory, to build a clock", "return new SharedArrayBuffer(8);", MISSING),
  attack("a clock", "return performance.now();", MISSING),
  attack("a promise that never settles", "return new Promise(() => {});", {
    fails: ["threw"],
    saying: "never settles",
  }),
  attack(
    "what the globals are",
    'return Object.getOwnPropertyNames(globalThis).filter((name) => /^[a-z]/.test(name) && typeof globalThis[name] === "object");',
    { answers: ["globalThis", "console"] },
  ),
  attack("a function as answer", "return () => 1;", INVALID),
  attack("a symbol as answer", "return Symbol.iterator;", INVALID),
  attack("nothing as answer", "return undefined;", INVALID),
  attack("a big integer in the answer", "return { a: 1n };", { fails: ["threw"] }),
  attack("__proto__ as a key of the answer", 'return { ["__proto__"]: { admin: true } };', INVALID),
  attack("__proto__ out of JSON", `return JSON.parse('{"a":[{"__proto__":{"admin":true}}]}');`, INVALID),
  attack("__proto__ in the text of a value", `return { a: '"__proto__":1', b: "__proto__" };`, {
    answers: { a: '"__proto__":1', b: "__proto__" },
  }),
  attack("a toJSON for every array", 'Array.prototype.toJSON = () => "mine"; return [1];', {
    answers: "mine",
  }),
  attack("another JSON", "JSON.stringify = () => '{\"__proto__\":1}'; JSON = null; return 1;", {
    answers: 1,
  }),
  attack(
    "another then",
    "Promise.prototype.then = () => { throw 1; }; return (async () => { await null; return 2; })();",
    { answers: 2 },
  ),
  attack(
    "polluted prototypes",
    "Object.prototype.polluted = true; Array.prototype.polluted = true; return {};",
    { answers: {} },
  ),
  attack(
    "setters for every index",
    "Object.defineProperty(Array.prototype, 0, { set() { throw 1; }, get() { return 9; } }); console.log('a'); return 1;",
    { answers: 1 },
  ),
  attack(
    "a broken String",
    'String.prototype.slice = null; String = null; console.log("x".repeat(5000)); return 1;',
    { answers: 1 },
  ),
  attack("a global that nobody may change", "Object.freeze(globalThis); globalThis.x = 1;", REFUSED),
  attack("an error with an evil message", "throw { get message() { for (;;); } };", {
    fails: ["threw", "fuel"],
  }),
  attack(
    "an error with an evil stack",
    `const e = new Error("a"); Object.defineProperty(e, "stack", { get() { throw globalThis; } }); throw e;`,
    REFUSED,
  ),
  attack(
    "an error that is a proxy",
    "throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } });",
    REFUSED,
  ),
  attack(
    "an error that claims to be ours",
    'throw Object.assign(new InternalError("out of memory"), { stack: "script.js:-1" });',
    { fails: ["memory"] },
  ),
  attack("an error as long as the log of a year", 'throw new Error("x".repeat(1e6));', REFUSED),
  attack("preparing stack traces", "Error.prepareStackTrace = () => { for (;;); }; return null.x;", {
    fails: ["threw", "fuel"],
  }),
  attack("throwing nothing", "throw undefined;", REFUSED),
  attack("a flood of the log", 'for (let i = 0; i < 20000; i++) console.log("x".repeat(2000)); return 1;', {
    fails: ["fuel"],
  }),
];
