import type { CredentialIdentity } from "#domain/credentials/target-credential";
import type { CredentialServices } from "./credential-services.ts";
import { forEachSafely } from "./for-each-safely.ts";
import { insist } from "./insist.ts";

/** An organization has no more integrations than this. */
const ALL = 1_000;

/**
 * A credential was mended: everything that waits for it goes out now. An object that does not answer is asked again, and
 * the rest goes on; what it keeps is sent when the credential is tested or saved again, and at the end of its wait.
 */
export async function resumeHeld(
  services: Pick<CredentialServices, "credentials" | "integrations">,
  { orgId, credentialId }: CredentialIdentity,
  changes: number,
  configVersion: number,
): Promise<void> {
  const using = await services.credentials.usedBy(orgId, credentialId, ALL);
  await forEachSafely("credential.resume", using, ({ id: integrationId }) =>
    insist(() =>
      services.integrations.resume({ orgId, integrationId }, credentialId, changes, configVersion),
    ),
  );
}
