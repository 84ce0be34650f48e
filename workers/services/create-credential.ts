import { checkCredential } from "#domain/credentials/check-credential";
import { type CredentialDraft, initialStatus } from "#domain/credentials/credential-draft";
import type { CredentialRecord } from "#domain/credentials/ports";
import { Problem, type ProblemDetail } from "#domain/problem";
import { announceChange } from "./announce-config.ts";
import type { CredentialServices } from "./credential-services.ts";
import { findCredential } from "./find-credential.ts";

/** @throws Problem 422 with pointers into the body, 409 when the organization has as many as it may have. */
export async function createCredential(
  services: CredentialServices,
  orgId: string,
  draft: CredentialDraft,
): Promise<CredentialRecord> {
  refuseInvalid(checkCredential(draft, services));
  const createdAt = services.now();
  const id = services.createId("cred");
  const status = initialStatus(draft.settings.kind);
  const detail = status === "ready" ? null : NEVER_AUTHORIZED;
  const change = await services.credentials.insert(orgId, {
    ...draft,
    id,
    status,
    detail,
    createdAt,
    updatedAt: createdAt,
  });
  if (change === null) {
    throw new Problem(
      "conflict",
      "The organization has as many credentials as it may have. Delete one first.",
    );
  }
  await announceChange(services, change);
  // Read again: what is shown must be what was stored, with its secret masked.
  return findCredential(services, orgId, id);
}

export const NEVER_AUTHORIZED = "Nobody has connected it to its provider yet.";

export function refuseInvalid(problems: readonly ProblemDetail[]): void {
  if (problems.length === 0) return;
  const message = "Nothing was saved. Correct the members named in errors and send again.";
  throw new Problem("invalid_body", message, problems);
}
