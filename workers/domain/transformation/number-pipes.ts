import { ExactNumber } from "./exact-json.ts";
import { asNumber, asText, NUMBER, type Pipe, type PipeArgument } from "./pipe.ts";
import { TemplateFault } from "./template-fault.ts";

const DIGITS: PipeArgument = {
  ...NUMBER("digits"),
  problem: (value) =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 15
      ? null
      : "Use a whole number from 0 to 15.",
};

const calculate = (help: string, by: (a: number, b: number) => number): Pipe => ({
  args: [NUMBER("by")],
  help,
  apply: (value, [operand]) => {
    const result = by(asNumber(value), asNumber(operand));
    if (!Number.isFinite(result)) throw new TemplateFault("The result is not a number.");
    return result;
  },
});

export const NUMBER_PIPES: Readonly<Record<string, Pipe>> = {
  number: {
    args: [DIGITS],
    help: "Text with so many digits behind the point",
    apply: (value, [digits]) => fixed(asNumber(value), asNumber(digits)),
  },
  round: {
    args: [{ ...DIGITS, optional: true }],
    help: "A number, rounded (to so many digits)",
    apply: (value, [digits = 0]) => Number(fixed(asNumber(value), asNumber(digits))),
  },
  plus: calculate("Sum", (a, b) => a + b),
  minus: calculate("Difference", (a, b) => a - b),
  times: calculate("Product", (a, b) => a * b),
  divide: calculate("Quotient", (a, b) => a / b),
  int: {
    args: [],
    help: "A whole number, cut off; of a text too",
    apply: (value) => {
      // It is whole, and longer than a number can be without being rounded.
      if (value instanceof ExactNumber && /^-?\d+$/.test(value.text)) return value;
      if (typeof value === "string" && /^-?[1-9]\d{15,99}$/.test(value)) return new ExactNumber(value);
      return Math.trunc(asNumber(value));
    },
  },
  float: {
    args: [],
    help: "A number; of a text too",
    apply: (value) => (value instanceof ExactNumber ? value : asNumber(value)),
  },
  string: { args: [], help: "A text", apply: asText },
  bool: {
    args: [],
    help: "true or false, of true/false, 1/0, yes/no, on/off",
    apply: (value) => {
      if (typeof value === "boolean") return value;
      const word = asText(value).trim().toLowerCase();
      if (["true", "1", "yes", "on"].includes(word)) return true;
      if (["false", "0", "no", "off"].includes(word)) return false;
      throw new TemplateFault("true or false is needed here (also 1/0, yes/no, on/off).");
    },
  },
};

/** Halves away from zero, also where the binary number is a little below what was written: 1.005 is 1.01 here. */
function fixed(value: number, digits: number): string {
  const [mantissa, exponent = "0"] = value.toString().split("e");
  const shifted = Number(`${mantissa}e${Number(exponent) + digits}`);
  if (Math.abs(shifted) >= Number.MAX_SAFE_INTEGER) return value.toFixed(digits);
  const rounded = Math.sign(shifted) * Math.round(Math.abs(shifted));
  return Number(`${rounded}e-${digits}`).toFixed(digits);
}
