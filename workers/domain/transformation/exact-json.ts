/** A number of a payload that JavaScript would round. It keeps its digits as long as nothing is calculated with it. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): unknown {
    return RAW.rawJSON(this.text);
  }
}

/** Of ES2025: what the library that we compile against does not know yet. */
interface RawJson {
  rawJSON(text: string): unknown;
  parse(
    text: string,
    revive: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
}
const RAW = JSON as unknown as RawJson;

/** Fewer digits than these are exact in every case. */
const SAFE_LENGTH = 15;
const MANY_DIGITS = /[\d.]{16}/;

/** JSON with its long numbers as `ExactNumber`. A text without any, which is nearly every one, is parsed as fast as ever. */
export function parseExact(json: string): unknown {
  if (!MANY_DIGITS.test(json)) return JSON.parse(json) as unknown;
  return RAW.parse(json, (_key, value, { source }) =>
    typeof value === "number" &&
    source !== undefined &&
    source.length > SAFE_LENGTH &&
    String(value) !== source
      ? new ExactNumber(source)
      : value,
  );
}

/** A number to calculate with, or null when it is none. */
export function numberOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  return value instanceof ExactNumber ? Number(value.text) : null;
}
