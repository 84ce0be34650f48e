import { asList, asText, type Pipe, TEXT } from "./pipe.ts";
import { TemplateFault } from "./template-fault.ts";

const text = (help: string, change: (text: string) => string): Pipe => ({
  args: [],
  help,
  apply: (value) => change(asText(value)),
});

const MAX_PIECES = 10_000;
const notEmpty = (value: string | number) => (value === "" ? "It must not be empty." : null);

export const TEXT_PIPES: Readonly<Record<string, Pipe>> = {
  upper: text("Capital letters", (value) => value.toUpperCase()),
  lower: text("Small letters", (value) => value.toLowerCase()),
  trim: text("Without space at both ends", (value) => value.trim()),
  replace: {
    args: [{ ...TEXT("what"), problem: notEmpty }, TEXT("by")],
    help: "Every occurrence of one text by another",
    apply: (value, [what, by], budget) => {
      const pieces = pieceTogether(asText(value), asText(what));
      const wanted = asText(by);
      // Before it is made: replacing each letter by a page would not fit into the memory.
      budget.work(pieces.length * wanted.length);
      return pieces.join(wanted);
    },
  },
  split: {
    args: [{ ...TEXT("at"), problem: notEmpty }],
    help: "A list of the parts between a separator",
    apply: (value, [at]) => pieceTogether(asText(value), asText(at)),
  },
  join: {
    args: [TEXT("with")],
    help: "One text of a list",
    apply: (value, [between], budget) => {
      const separator = asText(between);
      const parts = asList(value).map(asText);
      budget.work(parts.reduce((sum, part) => sum + part.length + separator.length, 0));
      return parts.join(separator);
    },
  },
};

function pieceTogether(text: string, at: string): string[] {
  if (at === "") throw new TemplateFault("The text to look for is empty.");
  const pieces = text.split(at, MAX_PIECES + 1);
  if (pieces.length > MAX_PIECES) throw new TemplateFault(`More than ${MAX_PIECES} parts.`);
  return pieces;
}
