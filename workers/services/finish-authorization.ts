import { declinedDetail } from "#domain/credentials/authorization-refusal";
import type { BegunAuthorization, CredentialRecord, TokenCall } from "#domain/credentials/ports";
import type { AnnounceCaller } from "./announce-caller.ts";
import { announceChange } from "./announce-config.ts";
import type { CredentialServices } from "./credential-services.ts";
import { newsOfTokens } from "./fetch-tokens.ts";
import { type ActorServices, findActor } from "./find-actor.ts";
import { type OpenedAuthorizationCode, openSettings } from "./open-authorization-code.ts";
import { resumeHeld } from "./resume-held.ts";

/** How an authorization ended, in words that are safe to show to whoever holds the browser. */
export type FinishedAuthorization =
  | {
      readonly kind: "connected";
      readonly begun: BegunAuthorization;
      readonly before: CredentialRecord;
      readonly after: CredentialRecord | null;
    }
  /** No such state: made up, used already, or too old. */
  | { readonly kind: "unknown" }
  | { readonly kind: "declined"; readonly begun: BegunAuthorization; readonly detail: string }
  | { readonly kind: "failed"; readonly begun: BegunAuthorization; readonly detail: string };

/**
 * A browser comes back from a provider. The state is taken out before anything is changed, whatever follows: what happens
 * twice was stolen or pressed twice, and the second time it is unknown.
 *
 * @param query the callback's query as it came
 */
export async function finishAuthorization(
  services: CredentialServices & ActorServices,
  query: string,
  announce: AnnounceCaller,
): Promise<FinishedAuthorization> {
  const state = new URLSearchParams(query).get("state");
  const owner = state === null ? null : await services.authorizations.find(state, services.now());
  if (owner !== null) {
    // The browser shows no credentials of ours: whoever began it is who connects the credential.
    await announce({ log: owner.orgId, actor: await findActor(services, owner.orgId, owner.startedBy) });
  }
  const begun = state === null ? null : await services.authorizations.take(state, services.now());
  if (state === null || begun === null) return { kind: "unknown" };
  const finished = await finish(services, begun, query, state);
  const { orgId, credentialId } = begun;
  if (finished.kind === "declined" || finished.kind === "failed") {
    // Whoever began it waits on another page, and hears it there.
    const refusal = { at: services.now(), reason: finished.kind, detail: finished.detail };
    await services.credentials.noteRefused(orgId, credentialId, refusal);
  }
  return finished;
}

async function finish(
  services: CredentialServices,
  begun: BegunAuthorization,
  query: string,
  state: string,
): Promise<FinishedAuthorization> {
  const declined = new URLSearchParams(query).get("error");
  if (declined !== null) return { kind: "declined", begun, detail: declinedDetail(declined) };
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
    ? { kind: "connected", begun, before: found, after: await services.credentials.find(orgId, credentialId) }
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
