import type { ProblemDetail } from "../problem.ts";
import type { StoredSettings } from "../tenancy/stored-settings.ts";
import { headerOfCredential } from "./apply-credential.ts";
import type { CredentialSettings } from "./credential.ts";

/**
 * Can this integration be sent with this credential? Two headers of one name are joined by a comma on their way, and the
 * receiver accepts neither the signature nor the credential. `credential` is null when there is none of that id.
 */
export function checkUse<Secret>(
  settings: StoredSettings,
  credential: CredentialSettings<Secret> | null,
): readonly ProblemDetail[] {
  const { credentialId, signing, headers } = settings;
  if (credentialId === null) return [];
  const problem = (message: string) => [{ pointer: "/credentialId", message }];
  if (credential === null) {
    return problem("There is no such credential. GET /api/v1/credentials lists yours, POST makes one.");
  }
  const header = headerOfCredential(credential);
  const has = (names: readonly string[]) => names.some((name) => name.toLowerCase() === header);
  if (has(Object.keys(headers))) {
    return problem(`It sets ${header}, and so do this integration's headers. Take it out of them.`);
  }
  const signed =
    signing.mode === "template" ? [signing.headerName, ...Object.keys(signing.extraHeaders ?? {})] : [];
  return has(signed) ? problem(`It sets ${header}, and so does this integration's signature.`) : [];
}
