/** What a filter may look at. */
export interface FilterInput {
  readonly payload: unknown;
  readonly labels: Readonly<Record<string, string>>;
  readonly type: string;
}

/** One step into the payload: a key (or array index), or `[]`, any element of an array. */
export type PathStep = { readonly kind: "key"; readonly key: string } | { readonly kind: "any" };

export type FieldPath =
  | { readonly root: "type" }
  | { readonly root: "label"; readonly name: string }
  | { readonly root: "payload"; readonly steps: readonly PathStep[] };

const MAX_STEPS = 16;
/** Two nested lists already mean product times product; a filter that needs more wants a script. */
const MAX_ANY_STEPS = 2;
const ANY = "[]";

/**
 * Read a path: `type`, `labels.env`, `payload.order.items.0.sku`, `payload.items[].sku`.
 * After `labels.` everything is one name, since labels are flat and their names often have dots. In the payload
 * `\.` is a dot inside a key.
 */
export function parseFieldPath(text: string): FieldPath | { readonly problem: string } {
  if (text === "type") return { root: "type" };
  if (text.startsWith("labels.") && text.length > "labels.".length) {
    return { root: "label", name: text.slice("labels.".length) };
  }
  const steps: PathStep[] = [];
  for (const [i, segment] of splitAtDots(text).entries()) {
    let key = segment;
    let anyCount = 0;
    while (key.endsWith(ANY)) {
      key = key.slice(0, -ANY.length);
      anyCount += 1;
    }
    if (i === 0 && key !== "payload") return { problem: "A path begins with payload, labels. or type." };
    if (i > 0 && key === "" && anyCount === 0) return { problem: "A part of the path is empty." };
    if (i > 0 && key !== "") steps.push({ kind: "key", key });
    for (let n = 0; n < anyCount; n += 1) steps.push({ kind: "any" });
  }
  if (steps.length > MAX_STEPS) return { problem: `A path has at most ${MAX_STEPS} steps.` };
  if (steps.filter((step) => step.kind === "any").length > MAX_ANY_STEPS) {
    return { problem: `A path has at most ${MAX_ANY_STEPS} times [].` };
  }
  return { root: "payload", steps };
}

/** Does `test` hold for a value at this path? Missing values are not tested. Stops at the first that holds. */
export function someValueAt(path: FieldPath, input: FilterInput, test: (value: unknown) => boolean): boolean {
  switch (path.root) {
    case "type":
      return test(input.type);
    case "label":
      return Object.hasOwn(input.labels, path.name) && test(input.labels[path.name]);
    case "payload":
      return someAtStep(input.payload, path.steps, 0, test);
  }
}

function someAtStep(
  value: unknown,
  steps: readonly PathStep[],
  at: number,
  test: (value: unknown) => boolean,
): boolean {
  const step = steps[at];
  if (step === undefined) return test(value);
  if (typeof value !== "object" || value === null) return false;
  switch (step.kind) {
    case "any":
      return (
        Array.isArray(value) && value.some((element: unknown) => someAtStep(element, steps, at + 1, test))
      );
    case "key": {
      // Own properties only: `payload.constructor` must be missing unless the sender sent it. An array's own
      // `length` is not in the JSON either.
      if (!Object.hasOwn(value, step.key) || (Array.isArray(value) && step.key === "length")) return false;
      const inner: unknown = Reflect.get(value, step.key);
      return someAtStep(inner, steps, at + 1, test);
    }
  }
}

function splitAtDots(text: string): readonly string[] {
  const segments: string[] = [];
  let segment = "";
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (char === "\\" && text.charAt(i + 1) === ".") {
      segment += ".";
      i += 1;
    } else if (char === ".") {
      segments.push(segment);
      segment = "";
    } else {
      segment += char;
    }
  }
  segments.push(segment);
  return segments;
}
