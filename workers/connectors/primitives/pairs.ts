import { type Checked, ok, reject } from "./checked.ts";

export interface Pair {
  readonly key: string;
  readonly value: string;
}

/** 16 signatures of several schemes and a timestamp fit; more is only work. */
const MAX_PAIRS = 64;

/** A header of the form `t=1,v1=abc,v1=def`. Repeated keys are kept, in order; a part without `=` refuses it all. */
export function parsePairs(header: string, separator: "," | ";" = ","): Checked<readonly Pair[]> {
  const parts = header.split(separator, MAX_PAIRS + 1);
  if (parts.length > MAX_PAIRS) {
    return reject("too_many_signatures", `More than ${MAX_PAIRS} parts in the signature header.`);
  }
  const pairs: Pair[] = [];
  for (const part of parts) {
    const at = part.indexOf("=");
    const key = part.slice(0, Math.max(at, 0)).trim();
    if (key === "") {
      return reject("malformed_header", "The signature header is not a list of key=value.");
    }
    pairs.push({ key, value: part.slice(at + 1).trim() });
  }
  return ok(pairs);
}

export function valuesOf(pairs: readonly Pair[], key: string): readonly string[] {
  return pairs.filter((pair) => pair.key === key).map((pair) => pair.value);
}
