import type { components } from "~/api/openapi.d.ts";
import { type Pair, pairsOf, recordOf, wordsOf } from "~/features/connect/pairs.ts";
import type { text } from "~/text/index.ts";
import type { Credential, CredentialKind } from "./credential-queries.ts";

type MemberName = keyof typeof text.credentials.members;

export interface Member {
  readonly name: MemberName;
  /** `words`: a list of words. `pairs`: names with values. */
  readonly kind: "text" | "url" | "secret" | "choice" | "words" | "pairs";
  readonly required?: boolean;
  /** Empty is null, and null means something. */
  readonly nullable?: boolean;
  readonly options?: readonly string[];
  readonly initial?: string;
  readonly placeholder?: string;
}

const AUTHENTICATION: Member = {
  name: "authentication",
  kind: "choice",
  options: ["basic", "post"],
  initial: "basic",
};
const TOKEN_URL: Member = {
  name: "tokenUrl",
  kind: "url",
  required: true,
  placeholder: "https://id.example.com/oauth/token",
};

/** What each kind is made of, in the order of its form. */
export const MEMBERS: Readonly<Record<CredentialKind, readonly Member[]>> = {
  basic: [
    { name: "username", kind: "text", required: true },
    { name: "password", kind: "secret", required: true },
  ],
  bearer: [{ name: "token", kind: "secret", required: true }],
  api_key: [
    { name: "in", kind: "choice", options: ["header", "query"], initial: "header" },
    { name: "name", kind: "text", required: true, placeholder: "X-Api-Key" },
    { name: "value", kind: "secret", required: true },
  ],
  hmac: [
    { name: "header", kind: "text", required: true, placeholder: "X-Signature" },
    { name: "secret", kind: "secret", required: true },
    { name: "algorithm", kind: "choice", options: ["sha256", "sha512", "sha1"], initial: "sha256" },
    { name: "encoding", kind: "choice", options: ["hex", "base64"], initial: "hex" },
    { name: "prefix", kind: "text", placeholder: "sha256=" },
  ],
  oauth2_client_credentials: [
    TOKEN_URL,
    { name: "clientId", kind: "text", required: true },
    { name: "clientSecret", kind: "secret", required: true },
    { name: "scopes", kind: "words", placeholder: "orders:write" },
    { name: "audience", kind: "text", nullable: true },
    AUTHENTICATION,
  ],
  oauth2_authorization_code: [
    {
      name: "authorizationUrl",
      kind: "url",
      required: true,
      placeholder: "https://id.example.com/oauth/authorize",
    },
    TOKEN_URL,
    { name: "clientId", kind: "text", required: true },
    { name: "clientSecret", kind: "secret", nullable: true },
    { name: "scopes", kind: "words", placeholder: "openid orders:write" },
    AUTHENTICATION,
    { name: "issuer", kind: "url", nullable: true },
    { name: "authorizationParameters", kind: "pairs" },
  ],
};

export const KINDS = Object.keys(MEMBERS) as CredentialKind[];
export const OAUTH_KINDS: ReadonlySet<CredentialKind> = new Set<CredentialKind>([
  "oauth2_client_credentials",
  "oauth2_authorization_code",
]);

/** A config as it is edited; secrets begin empty, also where one is stored. */
export interface ConfigDraft {
  readonly texts: Readonly<Record<string, string>>;
  readonly pairs: readonly Pair[];
}

export function newConfig(kind: CredentialKind): ConfigDraft {
  return {
    texts: Object.fromEntries(MEMBERS[kind].map(({ name, initial }) => [name, initial ?? ""])),
    pairs: [],
  };
}

export function configDraft({ kind, config }: Pick<Credential, "kind" | "config">): ConfigDraft {
  const texts: Record<string, string> = {};
  let pairs: readonly Pair[] = [];
  for (const member of MEMBERS[kind]) {
    const value = config[member.name] ?? "";
    if (member.kind === "pairs")
      pairs = typeof value === "object" ? pairsOf(value as Record<string, string>) : [];
    else if (member.kind === "secret") texts[member.name] = "";
    else texts[member.name] = Array.isArray(value) ? value.join(" ") : String(value);
  }
  return { texts, pairs };
}

/** The whole config, as it is sent with a new credential. */
export function configOf(kind: CredentialKind, draft: ConfigDraft): Record<string, unknown> {
  return Object.fromEntries(MEMBERS[kind].map((member) => [member.name, memberValue(member, draft)]));
}

/** Members that differ. A secret that was not written anew is left out: the stored one stays. */
export function configPatch(credential: Credential, draft: ConfigDraft): Record<string, unknown> {
  const before = configDraft(credential);
  return Object.fromEntries(
    MEMBERS[credential.kind].flatMap((member) => {
      const [now, then] = [memberValue(member, draft), memberValue(member, before)];
      return JSON.stringify(now) === JSON.stringify(then) ? [] : [[member.name, now]];
    }),
  );
}

/** Is everything there that a new credential of this kind needs? */
export function isComplete(kind: CredentialKind, draft: ConfigDraft): boolean {
  return MEMBERS[kind].every(
    ({ name, required }) => required !== true || (draft.texts[name] ?? "").trim() !== "",
  );
}

function memberValue(member: Member, { texts, pairs }: ConfigDraft): unknown {
  const value = texts[member.name] ?? "";
  switch (member.kind) {
    case "pairs":
      return recordOf(pairs);
    case "words":
      return wordsOf(value);
    default:
      return member.nullable === true && value.trim() === "" ? null : value;
  }
}

/** The mask of the stored secret, where there is one. */
export function maskOf({ kind, config }: Credential): string | null {
  const secret = MEMBERS[kind].find((member) => member.kind === "secret");
  const mask = secret === undefined ? null : config[secret.name];
  return typeof mask === "string" && mask !== "" ? mask : null;
}

export type CredentialCreate = components["schemas"]["CredentialCreate"];
