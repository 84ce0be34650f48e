import type { ProblemDetail } from "../problem.ts";
import { isForbiddenName } from "./resolve-step.ts";

/** A named plain value of an organization: `{{env.NAME}}`. Everybody of the organization may read it. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly description: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** All of them are loaded with the organization's configuration. */
export const MAX_VARIABLES = 200;
export const MAX_VALUE_LENGTH = 2_048;
export const MAX_DESCRIPTION_LENGTH = 500;
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** Names of what is secret. Not TOKEN_URL or AUTH_HOST: where a thing is to be had is no secret. */
const SECRET_NAME =
  /(secret|passw(or)?d|passphrase|credential|private_?key|(api|access|signing|encryption|auth)_?key|bearer|client_?secret)|(^|_)(token|pwd|pass)$/i;

/** What providers' secrets begin with, and the forms of keys and signed tokens. */
const SECRET_VALUE =
  /^(sk|rk)_(live|test)_|^gh[pousr]_|^github_pat_|^glpat-|^xox[abposr]-|^whsec_|^whsk_|^igw_[a-z]+_|^AKIA[0-9A-Z]{16}$|^AIza[\w-]{35}$|^SG\.[\w-]{16,}\.|^shp(at|ca|pa|ss)_|^eyJ[\w-]+\.[\w-]+\.[\w-]*$|^(Bearer|Basic)\s+\S{8,}|-----BEGIN [A-Z ]*PRIVATE KEY|^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@/i;

/** Everything wrong with a variable, with pointers into `{name, value, description}`. */
export function findVariableProblems({
  name,
  value,
  description,
}: Pick<Variable, "name" | "value" | "description">): readonly ProblemDetail[] {
  const instead =
    "Variables are not secret: everybody of the organization reads them. Keep it as a credential, or as a header of the integration, which are sealed.";
  return [
    ...(NAME.test(name) && !isForbiddenName(name)
      ? []
      : [
          {
            pointer: "/name",
            message: "A name has letters, digits and _, begins with a letter, and has at most 64 characters.",
          },
        ]),
    ...(SECRET_NAME.test(name)
      ? [{ pointer: "/name", message: `${name} is named like a secret. ${instead}` }]
      : []),
    ...(SECRET_VALUE.test(value)
      ? [{ pointer: "/value", message: `This looks like a secret. ${instead}` }]
      : []),
    ...(value.length > MAX_VALUE_LENGTH
      ? [{ pointer: "/value", message: `A value has at most ${MAX_VALUE_LENGTH} characters.` }]
      : []),
    ...(description.length > MAX_DESCRIPTION_LENGTH
      ? [
          {
            pointer: "/description",
            message: `A description has at most ${MAX_DESCRIPTION_LENGTH} characters.`,
          },
        ]
      : []),
  ];
}

/** Does this text of an integration's settings use the variable, in a template or in a script? */
export function usesVariable(settingsJson: string, name: string): boolean {
  return new RegExp(`\\benv\\s*(\\.\\s*${name}\\b|\\[\\s*\\\\?["']${name}\\\\?["']\\s*\\])`).test(
    settingsJson,
  );
}
