import { isLive, MAX_SOURCE_SECRETS, MAX_SOURCE_TOKENS, type SourceRecord } from "#domain/ingress/source";
import { Problem } from "#domain/problem";
import { findConnector, findSource } from "./find-source.ts";
import {
  invalid,
  laterThan,
  makeToken,
  newSecretProblems,
  saveChange,
  type UpdatedSource,
} from "./save-source.ts";
import type { SourceServices } from "./source-services.ts";
import { untilUnchanged } from "./until-unchanged.ts";

export interface RotatedToken extends UpdatedSource {
  readonly token: string;
}

/** A new address; those before it work on for the overlap, zero ends them at once. */
export async function rotateSourceToken(
  services: SourceServices,
  orgId: string,
  id: string,
  overlapSeconds: number,
): Promise<RotatedToken> {
  return untilUnchanged(null, async () => {
    const before = await findSource(services, orgId, id);
    const now = services.now();
    const { token, made } = makeToken(services, now);
    const old = end(before.tokens, now + overlapSeconds * 1_000, now);
    if (old.length >= MAX_SOURCE_TOKENS) {
      throw new Problem(
        "conflict",
        `${MAX_SOURCE_TOKENS} addresses work already. Wait until one ends, or rotate with overlapSeconds 0.`,
      );
    }
    const record: SourceRecord = { ...before, tokens: [made, ...old], updatedAt: laterThan(before, now) };
    const saved = await saveChange(services, orgId, before, unsealed(record));
    return saved === null ? null : { ...saved, token };
  });
}

/** A new secret; those before it verify for the overlap. */
export async function addSourceSecret(
  services: SourceServices,
  orgId: string,
  id: string,
  secret: string,
  overlapSeconds: number,
): Promise<UpdatedSource & { readonly secretId: string }> {
  return untilUnchanged(null, async () => {
    const before = await findSource(services, orgId, id);
    const problems = newSecretProblems(findConnector(services, before.provider), secret, "/secret");
    if (problems.length > 0) throw invalid(problems);
    const now = services.now();
    const old = end(before.secrets, now + overlapSeconds * 1_000, now);
    if (old.length >= MAX_SOURCE_SECRETS) {
      throw new Problem("conflict", `${MAX_SOURCE_SECRETS} secrets are valid already. Remove one first.`);
    }
    const secretId = services.createId("sec");
    // Later than what there is: newest first is by time.
    const createdAt = Math.max(now, ...old.map((other) => other.createdAt + 1));
    const fresh = { id: secretId, sealed: "", hint: "", createdAt, expiresAt: null };
    const record: SourceRecord = { ...before, secrets: [fresh, ...old], updatedAt: laterThan(before, now) };
    const write = { ...unsealed(record), newSecrets: new Map([[secretId, secret]]) };
    const saved = await saveChange(services, orgId, before, write);
    return saved === null ? null : { ...saved, secretId };
  });
}

/** It verifies nothing any more. Without any secret the source refuses everything until it has one. */
export async function removeSourceSecret(
  services: SourceServices,
  orgId: string,
  id: string,
  secretId: string,
): Promise<UpdatedSource> {
  return untilUnchanged(null, async () => {
    const before = await findSource(services, orgId, id);
    const secrets = before.secrets.filter((secret) => secret.id !== secretId);
    if (secrets.length === before.secrets.length) {
      throw new Problem("not_found", `The source has no secret ${secretId}.`);
    }
    const record: SourceRecord = { ...before, secrets, updatedAt: laterThan(before, services.now()) };
    return saveChange(services, orgId, before, unsealed(record));
  });
}

function unsealed(record: SourceRecord) {
  return { record, newSecrets: new Map<string, string>(), newSettings: new Map<string, string>() };
}

/** Those that still live end no later than `endsAt`; an end is never put off. */
function end<Item extends { readonly expiresAt: number | null }>(
  items: readonly Item[],
  endsAt: number,
  now: number,
): Item[] {
  return items
    .map((item) => ({ ...item, expiresAt: Math.min(item.expiresAt ?? endsAt, endsAt) }))
    .filter((item) => isLive(item, now));
}
