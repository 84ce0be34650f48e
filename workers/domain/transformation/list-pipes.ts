import { asList, asNumber, asText, kindOf, NUMBER, type Pipe, TEXT } from "./pipe.ts";
import { isObject, MISSING, memberOf } from "./resolve-step.ts";
import { TemplateFault } from "./template-fault.ts";

const end = (help: string, at: 0 | -1): Pipe => ({
  args: [],
  help,
  apply: (value) => {
    if (typeof value === "string") return at === 0 ? value.slice(0, 1) : value.slice(-1);
    const element = asList(value).at(at);
    if (element === undefined) throw new TemplateFault("The list is empty.");
    return element;
  },
});

const whole = (value: string | number) => (Number.isInteger(value) ? null : "Use a whole number.");

/** They take a list; most of them a text too. */
export const LIST_PIPES: Readonly<Record<string, Pipe>> = {
  length: {
    args: [],
    help: "How many elements, members or characters",
    apply: (value) => (isObject(value) ? Object.keys(value).length : partsOf(value).length),
  },
  first: end("The first element", 0),
  last: end("The last element", -1),
  slice: {
    args: [
      { ...NUMBER("from"), problem: whole },
      { ...NUMBER("to"), problem: whole, optional: true },
    ],
    help: "From one position to before another, counted from 0, negative ones from the end",
    apply: (value, [from, to]) => {
      const [start, stop] = [asNumber(from), to === undefined ? undefined : asNumber(to)];
      return partsOf(value).slice(start, stop);
    },
  },
  pluck: {
    args: [TEXT("key")],
    help: "A list of one member of each element",
    apply: (value, [key]) => {
      const name = asText(key);
      return asList(value).map((element, index) => {
        const member = memberOf(element, name);
        if (member === MISSING) throw new TemplateFault(`Element ${index} has no ${name.slice(0, 60)}.`);
        return member;
      });
    },
  },
};

function partsOf(value: unknown): string | readonly unknown[] {
  if (typeof value === "string" || Array.isArray(value)) return value as string | readonly unknown[];
  throw new TemplateFault(`A list or a text is needed here, and not ${kindOf(value)}.`);
}
