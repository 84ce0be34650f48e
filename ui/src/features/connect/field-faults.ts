import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";

const words = text.fields;

export function missingFault(typed: string): string | undefined {
  return typed.trim() === "" ? words.needed : undefined;
}

/** Empty is another question: a field that need not be filled is right then. */
export function numberFault(typed: string, from: number, to: number): string | undefined {
  if (typed.trim() === "") return undefined;
  const value = Number(typed);
  const fits = Number.isInteger(value) && value >= from && value <= to;
  return fits ? undefined : words.wholeNumber(count(from), count(to));
}

/** Only what nobody can mean: the gateway knows more of addresses, and says it at the field as well. */
export function emailFault(typed: string): string | undefined {
  return missingFault(typed) ?? (/^[^\s@]+@[^\s@]+$/.test(typed.trim()) ? undefined : words.email);
}
