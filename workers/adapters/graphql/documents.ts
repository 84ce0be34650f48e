import {
  buildASTSchema,
  buildClientSchema,
  buildSchema,
  type DocumentNode,
  ExecutableDefinitionsRule,
  GraphQLError,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  Kind,
  KnownFragmentNamesRule,
  LoneAnonymousOperationRule,
  NoFragmentCyclesRule,
  NoUndefinedVariablesRule,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  printSchema,
  specifiedRules,
  UniqueArgumentNamesRule,
  UniqueFragmentNamesRule,
  UniqueInputFieldNamesRule,
  UniqueOperationNamesRule,
  UniqueVariableNamesRule,
  validate,
} from "graphql";
import type {
  DocumentCheck,
  DocumentFault,
  GraphqlDocuments,
  SdlResult,
  WantedOperation,
} from "#domain/graphql/ports";
import { exceedsDepth } from "#domain/ingress/payload-slice";
import { findNestingFault, findSizeFault } from "./measure-document.ts";
import { selectsPath } from "./selects-path.ts";

/** Of a document that somebody saves; the largest query of a dashboard has some hundreds. */
const MAX_DOCUMENT_TOKENS = 5_000;
/** Of a schema: GitHub's has about 200,000. */
const MAX_SDL_TOKENS = 1_000_000;
const MAX_FAULTS = 20;
const MAX_ANSWER_DEPTH = 64;

/** What can be said of a document without knowing its schema. */
const SCHEMALESS_RULES = [
  ExecutableDefinitionsRule,
  UniqueOperationNamesRule,
  LoneAnonymousOperationRule,
  UniqueFragmentNamesRule,
  KnownFragmentNamesRule,
  NoUnusedFragmentsRule,
  NoFragmentCyclesRule,
  UniqueVariableNamesRule,
  NoUndefinedVariablesRule,
  NoUnusedVariablesRule,
  UniqueArgumentNamesRule,
  UniqueInputFieldNamesRule,
];

/** These rules walk with some schema at hand and never look into it. */
let anySchema: GraphQLSchema | null = null;

export const graphqlDocuments: GraphqlDocuments = {
  check: checkDocument,
  checkSdl,
  introspectionQuery: (descriptions) => getIntrospectionQuery({ descriptions, inputValueDeprecation: false }),
  readIntrospection,
};

function checkDocument(wanted: WantedOperation, sdl: string | null): DocumentCheck {
  try {
    return checkParsed(wanted, sdl);
  } catch (error) {
    return refused([{ member: "document", message: describe(error) }]);
  }
}

function checkParsed(
  { document: text, operationName, userErrorsPath }: WantedOperation,
  sdl: string | null,
): DocumentCheck {
  const nesting = findNestingFault(text, MAX_DOCUMENT_TOKENS);
  if (nesting !== null) return refused([{ member: "document", message: nesting }]);
  const document = parse(text, { maxTokens: MAX_DOCUMENT_TOKENS });
  // Before any rule runs: some take time that grows with the square of what this counts.
  const size = findSizeFault(document);
  if (size !== null) return refused([{ member: "document", message: size }]);

  anySchema ??= buildSchema("type Query { any: Boolean }");
  const errors =
    sdl === null
      ? validate(anySchema, document, SCHEMALESS_RULES, { maxErrors: MAX_FAULTS })
      : validate(schemaOf(sdl), document, specifiedRules, { maxErrors: MAX_FAULTS });
  if (errors.length > 0) {
    return refused(
      errors.slice(0, MAX_FAULTS).map((error) => ({ member: "document", message: describe(error) })),
    );
  }

  const chosen = chooseOperation(document, operationName);
  if ("member" in chosen) return refused([chosen]);
  const { operation, name, variableDefinitions = [] } = chosen;
  if (operation === OperationTypeNode.SUBSCRIPTION) {
    const message = "A subscription is a stream, and a delivery is one request. Use a query or a mutation.";
    return refused([{ member: "document", message }]);
  }
  if (userErrorsPath !== null && !selectsPath(document, chosen, userErrorsPath.split("."))) {
    const message = "The operation selects no such fields. Name them as the answer will, below data.";
    return refused([{ member: "userErrorsPath", message }]);
  }
  return {
    ok: true,
    kind: operation,
    name: name?.value ?? null,
    variables: variableDefinitions.map(({ variable, type, defaultValue }) => ({
      name: variable.name.value,
      required: type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
    })),
  };
}

function chooseOperation(
  { definitions }: DocumentNode,
  operationName: string | null,
): OperationDefinitionNode | DocumentFault {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [first] = operations;
  if (first === undefined) return { member: "document", message: "There is no query and no mutation in it." };
  const names = operations.map(({ name }) => name?.value).filter((name) => name !== undefined);
  if (operationName === null) {
    if (operations.length === 1) return first;
    const message = `The document has ${operations.length} operations: name the one to send (${names.join(", ").slice(0, 300)}).`;
    return { member: "operationName", message };
  }
  const named = operations.find(({ name }) => name?.value === operationName);
  if (named !== undefined) return named;
  const known = names.length === 0 ? "its operation has no name" : `it has ${names.join(", ").slice(0, 300)}`;
  return { member: "operationName", message: `The document has no such operation: ${known}.` };
}

function checkSdl(sdl: string): readonly DocumentFault[] {
  try {
    const nesting = findNestingFault(sdl, MAX_SDL_TOKENS);
    if (nesting !== null) return [{ member: "document", message: nesting }];
    const schema = buildASTSchema(parse(sdl, { maxTokens: MAX_SDL_TOKENS }));
    const query = schema.getQueryType();
    if (query === undefined || query === null) {
      return [{ member: "document", message: "It has no query type, so it describes no endpoint." }];
    }
    // Throws with every fault of the types themselves.
    validate(schema, parse("{ __typename }"));
    return [];
  } catch (error) {
    return describe(error)
      .split("\n\n")
      .slice(0, MAX_FAULTS)
      .map((message) => ({ member: "document", message }));
  }
}

function readIntrospection(answer: string): SdlResult {
  try {
    if (exceedsDepth(answer, MAX_ANSWER_DEPTH))
      return { ok: false, message: "The answer is nested too deep." };
    const { data } = JSON.parse(answer) as { readonly data?: IntrospectionQuery | null };
    if (data === undefined || data === null) return { ok: false, message: "The answer has no data." };
    return { ok: true, sdl: printSchema(buildClientSchema(data)) };
  } catch (error) {
    return { ok: false, message: describe(error).slice(0, 300) };
  }
}

/** It was checked when it was kept. */
function schemaOf(sdl: string): GraphQLSchema {
  return buildASTSchema(parse(sdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
}

function refused(faults: readonly DocumentFault[]): DocumentCheck {
  return { ok: false, faults };
}

/** The library's word for a comparison of fields that it gave up. */
const ABORTED = "Validation aborted.";

function describe(error: unknown): string {
  if (error instanceof GraphQLError) {
    if (error.message === ABORTED) return "It selects the same field too often to be checked. Use each once.";
    const [at] = error.locations ?? [];
    return at === undefined ? error.message : `Line ${at.line}, column ${at.column}: ${error.message}`;
  }
  return error instanceof Error ? error.message : String(error);
}
