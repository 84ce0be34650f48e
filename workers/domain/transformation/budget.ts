import { ExactNumber } from "./exact-json.ts";
import { TemplateFault } from "./template-fault.ts";

/** As much as a payload may be: what is made is sent like one. */
export const MAX_OUTPUT_LENGTH = 1024 * 1024;
const MAX_NODES = 100_000;
/** Characters and elements that are read or written on the way. */
const MAX_WORK = 16 * 1024 * 1024;
const MAX_DEPTH = 128;
/** One expression, condition or turn of `$each`, in characters that could be copied meanwhile. */
const STEP = 64;

/**
 * What one rendering may use up. Everything that grows with the payload is charged before it is done, so that an array
 * mapping over a large array that repeats something large ends here and not in the isolate's memory.
 */
export class Budget {
  #work = MAX_WORK;
  #nodes = MAX_NODES;
  #output = MAX_OUTPUT_LENGTH;

  /** For reading and making this many characters or elements. */
  work(units: number): void {
    this.#work -= units;
    if (this.#work < 0) throw new TemplateFault("This is too much work: use fewer or shorter values.");
  }

  /** For one more expression, condition or turn. */
  step(): void {
    this.work(STEP);
  }

  /** For a value that becomes part of the result, with everything in it. */
  output(value: unknown, depth = 0): void {
    this.#nodes -= 1;
    if (this.#nodes < 0) throw new TemplateFault(`The result has more than ${MAX_NODES} values.`);
    if (depth > MAX_DEPTH)
      throw new TemplateFault(`The result is nested more than ${MAX_DEPTH} levels deep.`);
    if (typeof value === "string") this.text(value);
    else if (value instanceof ExactNumber) this.text(value.text);
    else if (Array.isArray(value)) for (const element of value) this.output(element, depth + 1);
    else if (typeof value === "object" && value !== null) {
      for (const [key, member] of Object.entries(value)) {
        this.text(key);
        this.output(member, depth + 1);
      }
    }
  }

  /** For text that becomes part of the result. */
  text(text: string): void {
    this.#output -= text.length;
    if (this.#output < 0)
      throw new TemplateFault(`The result is longer than ${MAX_OUTPUT_LENGTH} characters.`);
  }
}

/** How much of the work budget a look at this value costs. */
export function sizeOf(value: unknown): number {
  return typeof value === "string" || Array.isArray(value) ? value.length + 1 : 1;
}
