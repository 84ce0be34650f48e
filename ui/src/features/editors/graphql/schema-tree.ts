import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from "graphql";

export interface SchemaArgument {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
}

export interface SchemaField {
  readonly name: string;
  readonly type: string;
  /** Without list and non-null: where a click leads. */
  readonly typeName: string;
  readonly args: readonly SchemaArgument[];
  readonly note: string | null;
  /** Fields of its type that have no fields of their own; null when it has none at all. */
  readonly leaves: readonly string[] | null;
}

export interface SchemaType {
  readonly name: string;
  readonly kind: "query" | "mutation" | "object" | "input" | "enum" | "union" | "scalar";
  readonly note: string | null;
  readonly fields: readonly SchemaField[];
  /** Of an enumeration, or the types of a union. */
  readonly values: readonly string[];
}

/** What a schema has, in an order to read it in: what can be asked, what can be changed, then its types by name. */
export function schemaTypes(schema: GraphQLSchema): readonly SchemaType[] {
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((root) => root != null);
  const others = Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith("__") && !roots.some(({ name }) => name === type.name))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return [...roots, ...others].map((type) => ({
    name: type.name,
    kind: kindOf(type, schema),
    note: type.description ?? null,
    fields: fieldsOf(type),
    values: isEnumType(type)
      ? type.getValues().map(({ name }) => name)
      : isUnionType(type)
        ? type.getTypes().map(({ name }) => name)
        : [],
  }));
}

/** Types whose own name or one of whose fields has these letters, with the fields that do. */
export function searchTypes(types: readonly SchemaType[], typed: string): readonly SchemaType[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return types;
  const has = ({ name }: { readonly name: string }) => name.toLowerCase().includes(wanted);
  return types.flatMap((type) => {
    const fields = has(type) ? type.fields : type.fields.filter(has);
    return has(type) || fields.length > 0 ? [{ ...type, fields }] : [];
  });
}

function kindOf(type: GraphQLNamedType, schema: GraphQLSchema): SchemaType["kind"] {
  if (type === schema.getQueryType()) return "query";
  if (type === schema.getMutationType()) return "mutation";
  if (isObjectType(type) || isInterfaceType(type)) return "object";
  if (isInputObjectType(type)) return "input";
  if (isEnumType(type)) return "enum";
  return isUnionType(type) ? "union" : "scalar";
}

function fieldsOf(type: GraphQLNamedType): readonly SchemaField[] {
  if (isObjectType(type) || isInterfaceType(type)) return Object.values(type.getFields()).map(readField);
  return isInputObjectType(type) ? Object.values(type.getFields()).map(readField) : [];
}

function readField(field: GraphQLField<unknown, unknown> | GraphQLInputField): SchemaField {
  const named = getNamedType(field.type);
  const isComposite = isObjectType(named) || isInterfaceType(named) || isUnionType(named);
  return {
    name: field.name,
    type: String(field.type),
    typeName: named.name,
    args: "args" in field ? field.args.map(readArgument) : [],
    note: field.description ?? null,
    leaves: isComposite ? leavesOf(named) : null,
  };
}

function readArgument({ name, type, defaultValue }: GraphQLArgument): SchemaArgument {
  return { name, type: String(type), isRequired: String(type).endsWith("!") && defaultValue === undefined };
}

const MOST_LEAVES = 5;

function leavesOf(type: GraphQLNamedType): readonly string[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields())
    .filter(({ type: of, args }) => args.length === 0 && isLeaf(getNamedType(of)))
    .map(({ name }) => name)
    .slice(0, MOST_LEAVES);
}

function isLeaf(type: GraphQLNamedType): boolean {
  return !isObjectType(type) && !isInterfaceType(type) && !isUnionType(type);
}
