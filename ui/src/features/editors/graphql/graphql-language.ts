import type { Extension } from "@codemirror/state";
import { graphql } from "cm6-graphql";
import { buildSchema, type GraphQLSchema, Kind, parse, type TypeNode } from "graphql";

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

/** Colours, and with a schema completion and checks. One that cannot be read is no schema. */
export function graphqlLanguage(sdl: string | null): Extension {
  return graphql(readSchema(sdl));
}

function readSchema(sdl: string | null): GraphQLSchema | undefined {
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
