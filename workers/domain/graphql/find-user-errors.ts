import type { AnsweredError } from "./read-answer.ts";

/** Path segments are names of fields as the answer has them, so an alias where there is one; `*` is any. */
export const USER_ERRORS_PATH = /^(?:\*|[_A-Za-z]\w*)(?:\.(?:\*|[_A-Za-z]\w*)){0,9}$/;

/**
 * What a mutation refused inside its `data`, as Shopify's `userErrors` do: the codes of every entry found at `path`. A
 * path that leads nowhere finds nothing, because a mutation that failed has no such list.
 */
export function findUserErrors(data: unknown, path: string): readonly Pick<AnsweredError, "codes">[] {
  let level: readonly unknown[] = [data];
  for (const segment of path.split(".")) {
    level = level.flatMap((value) => childrenOf(value, segment));
  }
  return level
    .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : []))
    .map((entry) => {
      const code = (entry as { readonly code?: unknown } | null)?.code;
      return { codes: typeof code === "string" ? [code] : [] };
    });
}

function childrenOf(value: unknown, segment: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => childrenOf(element, segment));
  if (typeof value !== "object" || value === null) return [];
  if (segment === "*") return Object.values(value);
  return Object.hasOwn(value, segment) ? [(value as Readonly<Record<string, unknown>>)[segment]] : [];
}
