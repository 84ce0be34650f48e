import type { Budget } from "./budget.ts";
import { ExactNumber, numberOf } from "./exact-json.ts";
import { isObject } from "./resolve-step.ts";
import { TemplateFault } from "./template-fault.ts";

export interface PipeArgument {
  readonly name: string;
  readonly kind: "text" | "number" | "any";
  readonly optional?: true;
  /** What is wrong with a value of the right kind; null: nothing. Asked when a mapping is saved, too. */
  readonly problem?: (value: string | number) => string | null;
}

/** `value | name: arg, arg` */
export interface Pipe {
  readonly args: readonly PipeArgument[];
  /** One line for people. */
  readonly help: string;
  /** @throws TemplateFault */
  readonly apply: (value: unknown, args: readonly unknown[], budget: Budget) => unknown;
}

export const TEXT = (name: string): PipeArgument => ({ name, kind: "text" });
export const NUMBER = (name: string): PipeArgument => ({ name, kind: "number" });

/** A text; a number or a boolean as JSON writes it. */
export function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof ExactNumber) return value.text;
  throw new TemplateFault(`A text is needed here, and not ${kindOf(value)}.`);
}

export function asNumber(value: unknown): number {
  const number = typeof value === "string" && NUMERAL.test(value) ? Number(value) : numberOf(value);
  if (number === null || !Number.isFinite(number))
    throw new TemplateFault(`A number is needed here, and not ${kindOf(value)}.`);
  return number;
}

const NUMERAL = /^\s{0,9}[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s{0,9}$/;

export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new TemplateFault(`A list is needed here, and not ${kindOf(value)}.`);
}

/** What a value is, in words that show nothing of it. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "an object";
  if (typeof value === "string") return value === "" ? "an empty text" : "a text";
  return typeof value === "boolean" ? "true or false" : "a number";
}
