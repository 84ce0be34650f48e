/** What stands between `{{` and `}}`, taken apart. */
export interface Expression {
  readonly head: Operand | FunctionCall;
  readonly pipes: readonly PipeCall[];
}

/** A value that is written down, or looked up. */
export type Operand = Literal | Path;

export interface Literal {
  readonly kind: "literal";
  readonly value: string | number | boolean | null | readonly [];
}

/** `payload.items[0].sku`: a root and the steps from there. */
export interface Path {
  readonly kind: "path";
  readonly root: string;
  readonly steps: readonly PathStep[];
}

export type PathStep =
  | { readonly kind: "key"; readonly key: string }
  /** Counted from the end when negative. */
  | { readonly kind: "index"; readonly index: number }
  /** `[payload.country]`: the value at that path is the key. */
  | { readonly kind: "dynamic"; readonly path: Path };

/** `date.add(1, "day")` */
export interface FunctionCall {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Operand[];
}

export interface PipeCall {
  readonly name: string;
  readonly args: readonly Operand[];
}

/** A path as somebody would write it: for messages. */
export function pathText({ root, steps }: Path): string {
  return root + steps.map(stepText).join("");
}

function stepText(step: PathStep): string {
  switch (step.kind) {
    case "key":
      return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(step.key) ? `.${step.key}` : `[${JSON.stringify(step.key)}]`;
    case "index":
      return `[${step.index}]`;
    case "dynamic":
      return `[${pathText(step.path)}]`;
  }
}
