import type { OAuthSettings } from "#domain/credentials/credential";
import { Problem } from "#domain/problem";
import type { CredentialServices } from "./credential-services.ts";

export interface OpenedAuthorizationCode {
  readonly settings: Extract<OAuthSettings, { readonly kind: "oauth2_authorization_code" }>;
  readonly updatedAt: number;
}

/** @throws Problem 404 for a credential that is gone, 409 for one of a kind that no person connects. */
export async function openSettings(
  services: Pick<CredentialServices, "credentials">,
  orgId: string,
  id: string,
): Promise<OpenedAuthorizationCode> {
  const credential = await services.credentials.open(orgId, id);
  if (credential === null) throw new Problem("not_found", "The credential was deleted a moment ago.");
  const { settings, updatedAt } = credential;
  if (settings.kind !== "oauth2_authorization_code") {
    const message = `A credential of the kind ${settings.kind} is not connected by a person: it works as it is saved.`;
    throw new Problem("conflict", message);
  }
  return { settings, updatedAt };
}
