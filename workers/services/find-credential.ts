import type { CredentialRecord } from "#domain/credentials/ports";
import { Problem } from "#domain/problem";
import type { CredentialServices } from "./credential-services.ts";

/** @throws Problem 404 when the organization has no such credential, also when another one has. */
export async function findCredential(
  services: Pick<CredentialServices, "credentials">,
  orgId: string,
  id: string,
): Promise<CredentialRecord> {
  const record = await services.credentials.find(orgId, id);
  if (record === null) {
    throw new Problem("not_found", `There is no credential ${id}. GET /api/v1/credentials lists yours.`);
  }
  return record;
}
