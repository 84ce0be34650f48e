import { escapePointer } from "../json-pointer.ts";
import type { ProblemDetail } from "../problem.ts";
import { isHeaderSafe } from "../signing/header-rules.ts";
import { NO_HOST_RULES } from "../tenancy/host-rules.ts";
import { headerNameProblem } from "../tenancy/target-headers.ts";
import { checkTargetUrl } from "../tenancy/target-url.ts";
import { type CredentialSettings, SECRET_MEMBERS, secretOf } from "./credential.ts";
import type { CredentialDraft, DraftSecret } from "./credential-draft.ts";

/** A token with many claims is a long text; longer ones than this no receiver takes as a header. */
const MAX_SECRET_LENGTH = 8_192;
const MAX_SCOPES = 100;
const MAX_PARAMETERS = 20;

/** RFC 6749, appendix A.4: what a scope is made of. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,500}$/;

/** The gateway writes these itself; a tenant's own would break the flow or its protection. */
const RESERVED_PARAMETERS: ReadonlySet<string> = new Set([
  "response_type",
  "response_mode",
  "client_id",
  "client_secret",
  "redirect_uri",
  "scope",
  "state",
  "nonce",
  "code_challenge",
  "code_challenge_method",
  "request",
  "request_uri",
]);

/** Everything that would keep a credential from working, found when it is saved. Pointers lead into the caller's body. */
export function checkCredential(
  { settings }: CredentialDraft,
  options: { readonly allowPrivateTargets: boolean },
): readonly ProblemDetail[] {
  const url = (member: string, text: string): ProblemDetail[] => {
    const check = checkTargetUrl(text, { allowPrivate: options.allowPrivateTargets, rules: NO_HOST_RULES });
    return check.ok ? [] : [at(member, check.message)];
  };
  const problems = [...secretProblems(settings), ...memberProblems(settings)];
  if (settings.kind === "oauth2_client_credentials")
    problems.push(...url("tokenUrl", settings.config.tokenUrl));
  if (settings.kind === "oauth2_authorization_code") {
    const { tokenUrl, authorizationUrl, issuer } = settings.config;
    problems.push(...url("tokenUrl", tokenUrl), ...url("authorizationUrl", authorizationUrl));
    if (issuer !== null) problems.push(...url("issuer", issuer));
  }
  return problems.slice(0, 20);
}

function secretProblems(settings: CredentialSettings<DraftSecret>): ProblemDetail[] {
  const secret = secretOf(settings);
  if (typeof secret !== "string") return [];
  const member = SECRET_MEMBERS[settings.kind];
  if (secret.includes("•")) {
    return [at(member, "This is the mask of a stored value, and not of this one. Send the value itself.")];
  }
  if (secret.length === 0 || secret.length > MAX_SECRET_LENGTH) {
    return [at(member, `It has 1 to ${MAX_SECRET_LENGTH} characters.`)];
  }
  const inHeader =
    settings.kind === "bearer" || (settings.kind === "api_key" && settings.config.in === "header");
  if (inHeader && (!isHeaderSafe(secret) || secret.trim() !== secret)) {
    return [at(member, "It goes into a header: printable ASCII on one line, without spaces around it.")];
  }
  return [];
}

function memberProblems(settings: CredentialSettings<DraftSecret>): ProblemDetail[] {
  switch (settings.kind) {
    case "basic":
      // RFC 7617, section 2: the first colon ends the user name.
      return hasControl(settings.config.username) || settings.config.username.includes(":")
        ? [at("username", "A user name has no colon and no control characters.")]
        : [];
    case "bearer":
      return [];
    case "api_key": {
      const { name } = settings.config;
      const problem = settings.config.in === "header" ? headerNameProblem(name) : queryNameProblem(name);
      return problem === null ? [] : [at("name", problem)];
    }
    case "hmac": {
      const { header, prefix } = settings.config;
      const problem = headerNameProblem(header);
      return [
        ...(problem === null ? [] : [at("header", problem)]),
        ...(isHeaderSafe(prefix) ? [] : [at("prefix", "It is printable ASCII on one line.")]),
      ];
    }
    case "oauth2_client_credentials":
      return scopeProblems(settings.config.scopes);
    case "oauth2_authorization_code":
      return [
        ...scopeProblems(settings.config.scopes),
        ...parameterProblems(settings.config.authorizationParameters),
      ];
  }
}

function queryNameProblem(name: string): string | null {
  return name === "" || name.length > 100 || hasControl(name)
    ? "A parameter's name has 1 to 100 characters, none of them a control character."
    : null;
}

function scopeProblems(scopes: readonly string[]): ProblemDetail[] {
  if (scopes.length > MAX_SCOPES) return [at("scopes", `At most ${MAX_SCOPES} scopes.`)];
  return scopes.flatMap((scope, index) =>
    SCOPE.test(scope) ? [] : [at(`scopes/${index}`, "One scope without spaces, quotes or backslashes.")],
  );
}

function parameterProblems(parameters: Readonly<Record<string, string>>): ProblemDetail[] {
  const names = Object.keys(parameters);
  if (names.length > MAX_PARAMETERS) {
    return [at("authorizationParameters", `At most ${MAX_PARAMETERS} parameters.`)];
  }
  return names.flatMap((name) => {
    if (!RESERVED_PARAMETERS.has(name.toLowerCase())) return [];
    return [at(`authorizationParameters/${escapePointer(name)}`, `${name} is set by the gateway itself.`)];
  });
}

function hasControl(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function at(member: string, message: string): ProblemDetail {
  return { pointer: `/config/${member}`, message };
}
