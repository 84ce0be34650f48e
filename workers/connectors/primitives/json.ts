export type ParsedJson =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "not_utf8" }
  | { readonly kind: "not_json" };

/** Never throws. Bytes that are not UTF-8 are told apart from a text that is not JSON. */
export function parseJson(body: Uint8Array): ParsedJson {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(body);
  } catch {
    return { kind: "not_utf8" };
  }
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch {
    return { kind: "not_json" };
  }
}

/** For `describe`: the body's JSON, or undefined for everything else. */
export function jsonOf(body: Uint8Array): unknown {
  const parsed = parseJson(body);
  return parsed.kind === "json" ? parsed.value : undefined;
}

/** What lies at `path`; undefined when something on the way is not there. Own members only: `constructor` is nobody's event type. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}

/** The text at `path`, or null when it is missing, blank or something else. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = at(value, ...path);
  return typeof found === "string" && found.trim() !== "" ? found : null;
}

/** Like `textAt`, for ids that some providers send as numbers. */
export function idAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = at(value, ...path);
  return typeof found === "number" && Number.isSafeInteger(found) ? String(found) : textAt(value, ...path);
}

export function numberAt(value: unknown, ...path: readonly (string | number)[]): number | null {
  const found = at(value, ...path);
  return typeof found === "number" && Number.isFinite(found) ? found : null;
}
