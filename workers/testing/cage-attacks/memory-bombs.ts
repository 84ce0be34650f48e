import { type Attack, attack, STOPPED } from "./attack.ts";

const UNWRITABLE = { fails: ["threw", "output_invalid"] } as const;

/** They would take the isolate's memory, or its stack. */
export const MEMORY_BOMBS: readonly Attack[] = [
  attack("arrays in an array", "const a = []; for (;;) a.push(new Array(1000).fill(1));", STOPPED),
  attack("a text that doubles", 'let s = "x"; for (;;) s += s;', { fails: ["fuel", "memory", "threw"] }),
  attack("many long texts", 'const a = []; for (;;) a.push("x".repeat(100000) + a.length);', STOPPED),
  attack("one text of a gigabyte", 'return "x".repeat(2 ** 29).length;', STOPPED),
  attack("padding to a gigabyte", 'return "x".padStart(1e9).length;', STOPPED),
  attack("typed arrays", "const a = []; for (;;) a.push(new Uint8Array(1e6));", STOPPED),
  attack("one typed array of two gigabytes", "return new Uint8Array(2 ** 31).length;", {
    fails: ["threw", "memory"],
  }),
  attack("a map", "const m = new Map(); for (let i = 0; ; i++) m.set(i, {});", STOPPED),
  attack("a set of texts", 'const s = new Set(); for (let i = 0; ; i++) s.add("k" + i);', STOPPED),
  attack("keys without end", 'const o = {}; for (let i = 0; ; i++) o["k" + i] = i;', STOPPED),
  attack("symbols", 'const a = []; for (;;) a.push(Symbol("x".repeat(1000)));', STOPPED),
  attack("closures", "let f = () => 1; for (;;) { const g = f; f = () => g; }", STOPPED),
  attack(
    "catching out of memory",
    "for (;;) { try { const a = []; for (;;) a.push('x'.repeat(1e5) + a.length); } catch {} }",
    STOPPED,
  ),
  attack("arguments without end", "return Math.max(...new Array(1e6).fill(1));", {
    fails: ["memory", "stack", "fuel", "threw"],
  }),
  attack("recursion", "(function again() { again(); })();", { fails: ["stack"] }),
  attack("recursion through a native", "const again = () => [1].map(again); again();", { fails: ["stack"] }),
  attack("recursion through toString", 'const o = { toString() { return "" + o; } }; return "" + o;', {
    fails: ["stack"],
  }),
  attack(
    "recursion that is caught, twice each",
    "const f = () => { try { f(); } catch { f(); } }; f();",
    STOPPED,
  ),
  attack("a proxy that asks itself", "const p = new Proxy({}, { get: (_, key) => p[key] }); return p.x;", {
    fails: ["stack"],
  }),
  attack("JSON of a million brackets", 'JSON.parse("[".repeat(1e6));', STOPPED),
  attack("a pattern of nested groups", 'new RegExp("(?:".repeat(50000) + ")".repeat(50000));', {
    fails: ["stack", "threw", "fuel"],
  }),
  // Printing it takes steps too, and where they end depends on how it was made; in bytes (below) the size comes first.
  attack("an answer too large", 'return "x".repeat(1200000);', { fails: ["output_too_large", "fuel"] }),
  attack("an answer too large in bytes", 'return "\\u00e9".repeat(600000);', { fails: ["output_too_large"] }),
  attack("an answer too deep", "let a = []; for (let i = 0; i < 100; i++) a = [a]; return a;", {
    fails: ["output_too_deep"],
  }),
  attack(
    "an answer deeper than the stack",
    "let a = []; for (let i = 0; i < 20000; i++) a = [a]; return a;",
    STOPPED,
  ),
  attack("an answer that holds itself", "const a = {}; a.a = a; return a;", UNWRITABLE),
  attack(
    "an answer that writes ever more",
    "let n = 0; return { toJSON() { return n++ < 1e6 ? [this, this] : 1; } };",
    STOPPED,
  ),
];
