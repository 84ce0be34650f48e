import { Problem } from "#domain/problem";
import type { CredentialServices } from "./credential-services.ts";
import { findCredential } from "./find-credential.ts";
import { openSettings } from "./open-authorization-code.ts";

/** Long enough to sign in at a provider with a second factor, short enough that a forgotten link is worth nothing. */
const AUTHORIZATION_MS = 10 * 60_000;

const CALLBACK_PATH = "/oauth/callback";

export interface BegunAuthorization {
  readonly authorizationUrl: string;
  readonly redirectUri: string;
  readonly expiresAt: number;
}

export interface AuthorizationWish {
  /** The origin of the request, used when no public one is configured. */
  readonly requestOrigin: string;
  /** What the caller has registered at the provider; it has to be ours. */
  readonly redirectUri: string | undefined;
  readonly startedBy: string;
  readonly returnUrl: string | null;
}

/** On the gateway's public origin when that is told; otherwise where the caller is now. */
export function redirectUriOf(
  { publicUrl }: Pick<CredentialServices, "publicUrl">,
  requestOrigin: string,
): string {
  return (publicUrl ?? requestOrigin) + CALLBACK_PATH;
}

/** Where a person's browser has to go to connect the credential to its provider. */
export async function beginAuthorization(
  services: CredentialServices,
  orgId: string,
  id: string,
  wish: AuthorizationWish,
): Promise<BegunAuthorization> {
  await findCredential(services, orgId, id);
  const { settings } = await openSettings(services, orgId, id);
  const redirectUri = redirectUriOf(services, wish.requestOrigin);
  if (wish.redirectUri !== undefined && wish.redirectUri !== redirectUri) {
    const message = `Providers send browsers back to ${redirectUri}, exactly. Register that one.`;
    throw new Problem("invalid_body", "The redirect URI is not the gateway's; see errors.", [
      { pointer: "/redirectUri", message },
    ]);
  }
  const { url, state, verifier } = await services.tokenEndpoint.authorizationRequest(settings, redirectUri);
  const expiresAt = services.now() + AUTHORIZATION_MS;
  await services.authorizations.insert(state, {
    orgId,
    credentialId: id,
    verifier,
    redirectUri,
    startedBy: wish.startedBy,
    returnUrl: wish.returnUrl,
    expiresAt,
  });
  return { authorizationUrl: url, redirectUri, expiresAt };
}
