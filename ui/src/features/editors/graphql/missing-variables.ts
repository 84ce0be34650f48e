import type { Operation } from "./graphql-language.ts";

/** The mapping with a member for every variable that the operation declares and the mapping does not have yet. */
export function withDeclared(mapping: unknown, { variables }: Operation): Readonly<Record<string, unknown>> {
  const known = isObject(mapping) ? mapping : {};
  const missing = variables.filter(({ name }) => !Object.hasOwn(known, name));
  return { ...known, ...Object.fromEntries(missing.map(({ name }) => [name, `{{payload.${name}}}`])) };
}

/** Variables that nothing is given for. Directives make members that only an event tells. */
export function missingVariables(mapping: unknown, { variables }: Operation): readonly string[] {
  if (!isObject(mapping) || Object.keys(mapping).some((key) => key.startsWith("$"))) return [];
  return variables.filter(({ name }) => !Object.hasOwn(mapping, name)).map(({ name }) => name);
}

/** What the operation requires and the payload lacks, where the payload itself is the variables. */
export function lackingInPayload(payload: unknown, { variables }: Operation): readonly string[] {
  if (payload === undefined) return [];
  const given = isObject(payload) ? payload : {};
  return variables
    .filter(({ name, isRequired }) => isRequired && (given[name] ?? null) === null)
    .map(({ name }) => name);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
