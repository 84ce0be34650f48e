import type { SecretChanges, SecretValue } from "#domain/configuration-ports";
import { Problem, type ProblemCode } from "#domain/problem";
import type { RotationRefusal, RotationResult } from "#domain/signing/secret-rotation";
import type { StoredSigningSecret } from "#domain/signing/signing-config";
import { announceChange } from "./announce-config.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import { findIntegration } from "./find-integration.ts";
import { untilUnchanged } from "./until-unchanged.ts";

interface Change {
  /** The secret that `decide` puts in front. */
  readonly added: (SecretValue & { readonly id: string }) | null;
  readonly decide: (secrets: readonly StoredSigningSecret[], now: number) => RotationResult;
}

/**
 * Ask the domain what becomes of an integration's secrets, and store the difference. Two rotations at once come one
 * after the other: otherwise both would leave "the" current secret behind. Answers when the change was made.
 */
export async function changeSecrets(
  services: ConfigurationServices,
  orgId: string,
  integrationId: string,
  { added, decide }: Change,
): Promise<number> {
  return untilUnchanged(null, async () => {
    const integration = await findIntegration(services, orgId, integrationId);
    const before = await services.repositories.secrets.open(orgId, integrationId);
    // Later than everything there is: secrets are read newest first, and the order decides which one signs first.
    const now = Math.max(services.now(), integration.updatedAt + 1);
    const result = decide(before, now);
    if (!result.ok) throw refused(result.reason, result.message);
    if (integration.settings.signing.mode === "template") requireHmac(result.secrets);
    const changes: SecretChanges = {
      ...difference(before, result.secrets),
      added: added === null ? null : { ...added, createdAt: now },
    };
    const change = await services.repositories.secrets.change(
      orgId,
      integrationId,
      changes,
      integration.updatedAt,
      now,
    );
    if (change === null) return null;
    await announceChange(services, change);
    return now;
  });
}

function difference(before: readonly StoredSigningSecret[], after: readonly StoredSigningSecret[]) {
  const kept = new Map(after.map((secret) => [secret.id, secret]));
  const expiring = before.flatMap(({ id, expiresAt }) => {
    const now = kept.get(id);
    return now === undefined || now.expiresAt === expiresAt ? [] : [{ id, expiresAt: now.expiresAt }];
  });
  const removed = before.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  return { expiring, removed };
}

function requireHmac(secrets: readonly StoredSigningSecret[]): void {
  if (secrets.some(({ kind, expiresAt }) => kind === "hmac" && expiresAt === null)) return;
  throw new Problem(
    "conflict",
    "The integration's signing template needs an HMAC secret. Rotate one in first, or change how it signs.",
  );
}

const CODES: Readonly<Record<RotationRefusal, ProblemCode>> = {
  overlap_out_of_range: "invalid_body",
  already_current: "conflict",
  id_taken: "conflict",
  unknown_secret: "not_found",
  last_secret: "conflict",
};

function refused(reason: RotationRefusal, message: string): Problem {
  const errors = reason === "overlap_out_of_range" ? [{ pointer: "/overlapMs", message }] : [];
  return new Problem(CODES[reason], message, errors);
}
