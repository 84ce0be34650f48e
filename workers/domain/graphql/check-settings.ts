import type { ProblemDetail } from "../problem.ts";
import type { IntegrationSettings } from "../tenancy/organization-config.ts";
import { normalizeCode } from "./error-codes.ts";
import { USER_ERRORS_PATH } from "./find-user-errors.ts";
import { CODE_CATEGORIES, type GraphqlSettings, MAX_DOCUMENT_LENGTH } from "./graphql-settings.ts";
import type { DeclaredVariable } from "./ports.ts";

const MAX_CODES = 50;
/** Of the mapping language: an object with one of them is not an object of members. */
const WHOLE_DIRECTIVES = ["$if", "$each", "$literal"];

type Told = Pick<IntegrationSettings, "method" | "bodyFormat" | "transform"> & {
  readonly graphql: GraphqlSettings;
};

/** Everything about a GraphQL integration that can be judged without reading its document. */
export function findGraphqlProblems({ method, bodyFormat, transform, graphql }: Told): ProblemDetail[] {
  const problems: ProblemDetail[] = [];
  const add = (pointer: string, message: string) => problems.push({ pointer, message });
  if (method !== "POST") add("/method", "GraphQL goes by POST only.");
  if (bodyFormat !== "payload") {
    add("/bodyFormat", "A GraphQL request has a body of its own: leave bodyFormat at payload.");
  }
  if (graphql.document.length > MAX_DOCUMENT_LENGTH) {
    add("/graphql/document", `It may have at most ${MAX_DOCUMENT_LENGTH} characters.`);
  }
  if (graphql.variables !== null && transform !== null) {
    add("/graphql/variables", "The transformation makes the variables already. Set one of the two to null.");
  }
  if (graphql.variables !== null && !isMapping(graphql.variables)) {
    add(
      "/graphql/variables",
      "It must be an object with a member for each variable, or null for the payload itself.",
    );
  }
  if (graphql.userErrorsPath !== null && !USER_ERRORS_PATH.test(graphql.userErrorsPath)) {
    add(
      "/graphql/userErrorsPath",
      "It is a path of fields below data, like productCreate.userErrors; * is any field.",
    );
  }
  return [...problems, ...codeProblems(graphql.errorCodes)];
}

/** A server ignores what it was not asked for, or refuses it; and answers a missing variable with an error every time. */
export function findVariableProblems(
  variables: unknown,
  declared: readonly DeclaredVariable[],
): readonly ProblemDetail[] {
  // The payload itself: every event has its own members.
  if (!isMapping(variables)) return [];
  // What these make is known per event only.
  if (WHOLE_DIRECTIVES.some((directive) => Object.hasOwn(variables, directive))) return [];
  const spreads = Object.hasOwn(variables, "$spread");
  const given = Object.keys(variables).filter((name) => name !== "$spread");
  const names = new Set(declared.map(({ name }) => name));
  const list = names.size === 0 ? "none" : [...names].map((name) => `$${name}`).join(", ");
  return [
    ...given
      .filter((name) => !names.has(name))
      .map((name) => ({
        pointer: `/graphql/variables/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
        message: `The operation declares no $${name}; it declares ${list}.`.slice(0, 500),
      })),
    ...declared
      .filter(({ name, required }) => required && !spreads && !Object.hasOwn(variables, name))
      .map(({ name }) => ({
        pointer: "/graphql/variables",
        message: `The operation needs $${name}, and the mapping does not give it.`,
      })),
  ];
}

function codeProblems(errorCodes: GraphqlSettings["errorCodes"]): ProblemDetail[] {
  const seen = new Set<string>();
  return CODE_CATEGORIES.flatMap((category) => {
    const root = `/graphql/errorCodes/${category}`;
    const codes = errorCodes[category] ?? [];
    if (codes.length > MAX_CODES) return [{ pointer: root, message: `At most ${MAX_CODES} codes.` }];
    return codes.flatMap((code, index) => {
      const word = normalizeCode(code);
      const twice = seen.has(word);
      seen.add(word);
      return twice ? [{ pointer: `${root}/${index}`, message: `${code.slice(0, 100)} is named twice.` }] : [];
    });
  });
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
