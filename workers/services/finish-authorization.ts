import type { BegunAuthorization, TokenCall } from "#domain/credentials/ports";
import { announceChange } from "./announce-config.ts";
import type { CredentialServices } from "./credential-services.ts";
import { newsOfTokens } from "./fetch-tokens.ts";
import { type OpenedAuthorizationCode, openSettings } from "./open-authorization-code.ts";
import { resumeHeld } from "./resume-held.ts";

/** How an authorization ended, in words that are safe to show to whoever holds the browser. */
export type FinishedAuthorization =
  | { readonly kind: "connected"; readonly begun: BegunAuthorization }
  /** No such state: made up, used already, or too old. */
  | { readonly kind: "unknown" }
  | { readonly kind: "declined"; readonly begun: BegunAuthorization }
  | { readonly kind: "failed"; readonly begun: BegunAuthorization; readonly detail: string };

/**
 * A browser comes back from a provider. The state is taken out first, whatever follows: what happens twice was stolen or
 * pressed twice, and the second time it is unknown.
 *
 * @param query the callback's query as it came
 */
export async function finishAuthorization(
  services: CredentialServices,
  query: string,
): Promise<FinishedAuthorization> {
  const parameters = new URLSearchParams(query);
  const state = parameters.get("state");
  const begun = state === null ? null : await services.authorizations.take(state, services.now());
  if (state === null || begun === null) return { kind: "unknown" };
  if (parameters.has("error")) return { kind: "declined", begun };
  const { orgId, credentialId, verifier, redirectUri } = begun;
  const found = await services.credentials.find(orgId, credentialId);
  if (found === null) return { kind: "unknown" };
  const opened = await openSettings(services, orgId, credentialId);
  const call = await services.tokenEndpoint.request(orgId, opened.settings, {
    kind: "authorization_code",
    callbackQuery: query,
    state,
    verifier,
    redirectUri,
  });
  if (call.kind !== "tokens") return { kind: "failed", begun, detail: call.detail };
  const connected = await connect(services, begun, opened, call);
  return connected
    ? { kind: "connected", begun }
    : { kind: "failed", begun, detail: "the credential was changed meanwhile" };
}

/** The tokens first: once the credential reads as ready, a delivery may ask for them. */
async function connect(
  services: CredentialServices,
  { orgId, credentialId }: BegunAuthorization,
  { settings, updatedAt }: OpenedAuthorizationCode,
  call: Extract<TokenCall, { readonly kind: "tokens" }>,
): Promise<boolean> {
  const revision = Math.max(services.now(), updatedAt + 1);
  const identity = { orgId, credentialId, revision };
  const sealed = await services.tokenSeal.seal(identity, call.tokens);
  const changes = await services.tokenStore.replace(identity, { sealed, ...call.lifetime });
  const news = newsOfTokens(settings, call, call.tokens.refreshToken !== null);
  const change = await services.credentials.noteAuthorized(orgId, credentialId, updatedAt, news, revision);
  if (change === null) {
    await services.tokenStore.replace(identity, null);
    return false;
  }
  await announceChange(services, change);
  await resumeHeld(services, identity, changes, change.version);
  return true;
}
