import { checkCredential } from "#domain/credentials/check-credential";
import {
  type ChangeEffect,
  type CredentialDraft,
  effectOfChange,
} from "#domain/credentials/credential-draft";
import type { CredentialRecord, TokenNews } from "#domain/credentials/ports";
import { announceChange } from "./announce-config.ts";
import { NEVER_AUTHORIZED, refuseInvalid } from "./create-credential.ts";
import type { CredentialServices } from "./credential-services.ts";
import { findCredential } from "./find-credential.ts";
import { insist } from "./insist.ts";
import { resumeHeld } from "./resume-held.ts";
import { untilUnchanged } from "./until-unchanged.ts";

/** `complete` makes the new draft of what is stored: the whole of it (PUT), or some members (PATCH). */
export async function updateCredential(
  services: CredentialServices,
  orgId: string,
  id: string,
  complete: (current: CredentialRecord) => CredentialDraft,
  expectedUpdatedAt: number | null,
): Promise<{ readonly before: CredentialRecord; readonly after: CredentialRecord }> {
  return untilUnchanged(expectedUpdatedAt, async (expect) => {
    const before = await findCredential(services, orgId, id);
    expect(before);
    const draft = complete(before);
    refuseInvalid(checkCredential(draft, services));
    const effect = effectOfChange(before.settings, draft.settings);
    const updatedAt = Math.max(services.now(), before.updatedAt + 1);
    const news = newsOf(before, effect);
    const change = await services.credentials.update(orgId, id, draft, news, before.updatedAt, updatedAt);
    if (change === null) return null;
    await announceChange(services, change);
    if (effect !== "none") await applyEffect(services, orgId, id, updatedAt, effect, change.version);
    return { before, after: await findCredential(services, orgId, id) };
  });
}

const ASK_AGAIN = "It was changed since its provider refused it: test it, or connect it again.";

/** What is known of the tokens after the change; null when it is as before. */
function newsOf({ settings, status, expiresAt }: CredentialRecord, effect: ChangeEffect): TokenNews | null {
  if (effect === "none" || (effect === "ask_again" && status === "ready")) return null;
  if (effect === "ask_again") return { status: null, detail: ASK_AGAIN, expiresAt, renewAt: null };
  return settings.kind === "oauth2_authorization_code"
    ? { status: "needs_authorization", detail: NEVER_AUTHORIZED, expiresAt: null, renewAt: null }
    : { status: "ready", detail: null, expiresAt: null, renewAt: null };
}

/** The tokens first, then what waits: it must not go out with a token of before. */
async function applyEffect(
  services: CredentialServices,
  orgId: string,
  id: string,
  revision: number,
  effect: Exclude<ChangeEffect, "none">,
  configVersion: number,
): Promise<void> {
  const identity = { orgId, credentialId: id, revision };
  const changes = await insist(() =>
    effect === "forget_tokens"
      ? services.tokenStore.replace(identity, null)
      : services.tokenStore.unblock(identity),
  );
  await resumeHeld(services, identity, changes, configVersion);
}
