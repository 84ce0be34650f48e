import {
  type CredentialKind,
  type CredentialSettings,
  type SealedSecret,
  secretOf,
  withSecret,
} from "./credential.ts";

/** A secret as a caller sent it, or as it is stored when the caller left it alone. */
export type DraftSecret = string | SealedSecret;

/** A credential as it is about to be saved: complete, and not yet checked. */
export interface CredentialDraft {
  readonly name: string;
  readonly settings: CredentialSettings<DraftSecret>;
}

/** What a PATCH says. `config` has members of the credential's own kind only: the border has seen to that. */
export interface CredentialPatch {
  readonly name?: string | undefined;
  readonly config?: Readonly<Record<string, unknown>> | undefined;
}

/** Complete a PATCH with what is stored, member by member, so that a new secret alone can be sent. */
export function patchCredential(
  patch: CredentialPatch,
  stored: { readonly name: string; readonly settings: CredentialSettings<SealedSecret> },
): CredentialDraft {
  const { kind, config } = stored.settings;
  const given = Object.fromEntries(
    Object.entries(patch.config ?? {}).filter(([, value]) => value !== undefined),
  );
  const settings = { kind, config: { ...config, ...given } } as CredentialSettings<DraftSecret>;
  return { name: patch.name ?? stored.name, settings: restoreMask(settings, stored.settings) };
}

/**
 * Where the secret is exactly the mask that was shown, the stored one stays: otherwise reading a credential and saving it
 * again would replace its secret by its own mask.
 */
export function restoreMask(
  draft: CredentialSettings<DraftSecret>,
  stored: CredentialSettings<SealedSecret>,
): CredentialSettings<DraftSecret> {
  const given = secretOf(draft);
  const known = secretOf(stored);
  return known !== null && given === known.hint ? withSecret(draft, known) : draft;
}

/** What has to follow a change of a credential's settings. */
export type ChangeEffect =
  /** Nothing that a target or a provider would notice. */
  | "none"
  /** The tokens there are stay good, and the provider may be asked again. */
  | "ask_again"
  /** The tokens belong to what is no longer there. */
  | "forget_tokens";

/** A new secret of an authorized client does not end its authorization; another client, endpoint or scope does. */
export function effectOfChange(
  before: CredentialSettings<SealedSecret>,
  after: CredentialSettings<DraftSecret>,
): ChangeEffect {
  if (JSON.stringify(before) === JSON.stringify(after)) return "none";
  if (after.kind !== "oauth2_authorization_code") return "forget_tokens";
  const identity = (settings: CredentialSettings<DraftSecret>) => {
    if (settings.kind !== "oauth2_authorization_code") return null;
    const { authorizationUrl, tokenUrl, clientId, scopes } = settings.config;
    return JSON.stringify([authorizationUrl, tokenUrl, clientId, scopes]);
  };
  return identity(before) === identity(after) ? "ask_again" : "forget_tokens";
}

/** Kinds that work as soon as they are saved; the others need a person to connect them. */
export function initialStatus(kind: CredentialKind): "ready" | "needs_authorization" {
  return kind === "oauth2_authorization_code" ? "needs_authorization" : "ready";
}
