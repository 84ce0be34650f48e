import type { Extension } from "@codemirror/state";
import { graphql } from "cm6-graphql";
import { buildSchema, GraphQLError, type GraphQLSchema, Kind, parse, type TypeNode, validate } from "graphql";
import { type SchemaType, schemaTypes } from "./schema-tree.ts";

/** Only this file brings GraphQL's own code: it comes when the tab is opened. */

export interface Operation {
  readonly kind: string;
  /** Null for the nameless one. */
  readonly name: string | null;
  readonly variables: readonly {
    readonly name: string;
    readonly type: string;
    readonly isRequired: boolean;
  }[];
}

/** Colours, and with a schema completion and checks. */
export function graphqlLanguage(schema: GraphQLSchema | undefined): Extension {
  return graphql(schema);
}

/** What is wrong with a document, in the gateway's own form: `Line 2, column 5: …`. Without a schema only its syntax is judged. */
export function problemsOf(document: string, schema: GraphQLSchema | undefined): readonly string[] {
  try {
    const parsed = parse(document);
    return schema === undefined ? [] : validate(schema, parsed).map(told);
  } catch (error) {
    return [error instanceof GraphQLError ? told(error) : String(error)];
  }
}

function told({ message, locations }: GraphQLError): string {
  const [at] = locations ?? [];
  return at === undefined ? message : `Line ${at.line}, column ${at.column}: ${message}`;
}

export function typesOf(schema: GraphQLSchema | undefined): readonly SchemaType[] {
  return schema === undefined ? [] : schemaTypes(schema);
}

/** One that cannot be read is no schema. */
export function readSchema(sdl: string | null): GraphQLSchema | undefined {
  if (sdl === null) return undefined;
  try {
    return buildSchema(sdl, { assumeValidSDL: true });
  } catch {
    return undefined;
  }
}

/** What a document can run; nothing while it cannot be read. */
export function operationsOf(document: string): readonly Operation[] {
  try {
    return parse(document).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? [
            {
              kind: definition.operation,
              name: definition.name?.value ?? null,
              variables: (definition.variableDefinitions ?? []).map(({ variable, type, defaultValue }) => ({
                name: variable.name.value,
                type: typeText(type),
                isRequired: type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
              })),
            },
          ]
        : [],
    );
  } catch {
    return [];
  }
}

function typeText(type: TypeNode): string {
  switch (type.kind) {
    case Kind.NON_NULL_TYPE:
      return `${typeText(type.type)}!`;
    case Kind.LIST_TYPE:
      return `[${typeText(type.type)}]`;
    case Kind.NAMED_TYPE:
      return type.name.value;
  }
}
