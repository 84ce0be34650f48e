import { activeSecrets } from "../signing/secret-rotation.ts";
import type { Integration } from "../tenancy/organization-config.ts";

/**
 * What a request to this integration would need and cannot have, in words for its operator; null when it has everything.
 * Without it the request would go out unsigned or unauthorized, so it does not go out.
 */
export function findLockedSecret(
  {
    settings,
    secrets,
    lockedHeaders,
    credential,
  }: Pick<Integration, "settings" | "secrets" | "lockedHeaders" | "credential">,
  now: number,
): string | null {
  const [header] = lockedHeaders;
  if (header !== undefined) return `the stored value of the header ${header} cannot be opened`;
  if (credential?.kind === "locked") {
    return `the secret of the credential ${credential.identity.credentialId} cannot be opened`;
  }
  // Nearly always: this is asked for every request.
  if (settings.signing.mode === "none" || secrets.every(({ value }) => value !== null)) return null;
  const locked = activeSecrets(secrets, now).find(({ value }) => value === null);
  return locked === undefined ? null : `the signing secret ${locked.id} cannot be opened`;
}
