import { ExactNumber } from "./exact-json.ts";

/** Nothing is there. Never part of a result. */
export const MISSING: unique symbol = Symbol("missing");

/** They lead to the machinery behind the data, whatever a sender put there. */
const FORBIDDEN: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);

export function isForbiddenName(name: string): boolean {
  return FORBIDDEN.has(name);
}

/** What lies under this key or index, or MISSING. Own members only. */
export function memberOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) {
    const index = typeof key === "number" ? key : indexOf(key);
    const at = index < 0 ? value.length + index : index;
    return at >= 0 && at < value.length ? (value as readonly unknown[])[at] : MISSING;
  }
  const name = String(key);
  if (!isObject(value) || isForbiddenName(name) || !Object.hasOwn(value, name)) return MISSING;
  return value[name];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

function indexOf(key: string): number {
  return /^\d{1,9}$/.test(key) ? Number(key) : Number.MAX_SAFE_INTEGER;
}
