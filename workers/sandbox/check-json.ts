import type { CageLimits } from "#domain/sandbox/cage";
import { measureJson } from "#domain/sandbox/json-shape";
import { Failed } from "./failed.ts";

/** Before anything is copied into the machine. */
export function checkInput(argumentsJson: readonly string[], limits: CageLimits): Failed | null {
  let bytes = 0;
  for (const json of argumentsJson) {
    bytes += Buffer.byteLength(json);
    if (bytes > limits.inputBytes) {
      return new Failed("input_too_large", `The input is longer than ${limits.inputBytes} bytes.`);
    }
  }
  const tooDeep = argumentsJson.some((json) => measureJson(json).depth > limits.depth);
  return tooDeep
    ? new Failed("input_too_deep", `The input is nested deeper than ${limits.depth} levels.`)
    : null;
}

/** `text` was made by JSON.stringify inside, out of values that a tenant made. */
export function checkOutput(text: string | null, limits: CageLimits): string {
  if (text === null) {
    throw new Failed("output_invalid", "The script answers nothing that JSON can hold.");
  }
  if (text.length * 3 > limits.outputBytes && Buffer.byteLength(text) > limits.outputBytes) {
    throw new Failed("output_too_large", `The output is longer than ${limits.outputBytes} bytes.`);
  }
  const { depth, hasProtoKey } = measureJson(text);
  if (depth > limits.depth) {
    throw new Failed("output_too_deep", `The output is nested deeper than ${limits.depth} levels.`);
  }
  if (hasProtoKey) {
    throw new Failed("output_invalid", "The output has a key __proto__, which is refused.");
  }
  return text;
}
