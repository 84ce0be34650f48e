import type { CredentialRecord, UsingIntegration } from "#domain/credentials/ports";
import { Problem } from "#domain/problem";
import { announceChange } from "./announce-config.ts";
import type { CredentialServices } from "./credential-services.ts";
import { findCredential } from "./find-credential.ts";
import { untilUnchanged } from "./until-unchanged.ts";

/** Named in the refusal; more would be a list to scroll through. */
const NAMED = 20;

/** With its tokens. @throws Problem 409 that names the integrations which use it: they would stop delivering. */
export async function deleteCredential(
  services: CredentialServices,
  orgId: string,
  id: string,
  expectedUpdatedAt: number | null,
): Promise<CredentialRecord> {
  const { change, record } = await untilUnchanged(expectedUpdatedAt, async (expect) => {
    const current = await findCredential(services, orgId, id);
    expect(current);
    const removed = await services.credentials.remove(orgId, id, current.updatedAt);
    if (removed === "in_use") throw inUse(await services.credentials.usedBy(orgId, id, NAMED));
    return removed === null ? null : { change: removed, record: current };
  });
  await announceChange(services, change);
  await services.tokenStore.purge({ orgId, credentialId: id, revision: record.updatedAt });
  return record;
}

function inUse(integrations: readonly UsingIntegration[]): Problem {
  const names = integrations.map(({ id, name }) => `${id} (${name})`).join(", ");
  return new Problem("conflict", `Integrations use this credential: ${names}. Give them another one first.`);
}
