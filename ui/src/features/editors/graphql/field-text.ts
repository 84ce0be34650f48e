import type { SchemaArgument, SchemaField } from "./schema-tree.ts";

/** A field as it is written into a document: with what it must be given, and with something to select. */
export function fieldText(
  field: SchemaField,
  args: readonly SchemaArgument[] = field.args.filter(({ isRequired }) => isRequired),
): string {
  const given = args.map(({ name }) => `${name}: $${name}`).join(", ");
  const below = field.leaves === null ? "" : ` { ${field.leaves.join(" ") || "__typename"} }`;
  return `${field.name}${given === "" ? "" : `(${given})`}${below}`;
}

/** A whole operation of one field, with every argument of it as a variable. */
export function operationText(kind: "query" | "mutation", field: SchemaField): string {
  const declared = field.args.map(({ name, type }) => `$${name}: ${type}`).join(", ");
  const name = field.name.charAt(0).toUpperCase() + field.name.slice(1);
  return `${kind} ${name}${declared === "" ? "" : `(${declared})`} {\n  ${fieldText(field, field.args)}\n}\n`;
}
