import { type Checked, ok, reject } from "./checked.ts";

/**
 * The secrets that can prove anything. An empty key makes a valid HMAC that everybody can compute, so a source
 * without a usable secret refuses everything.
 */
export function requireSecrets(secrets: readonly string[]): Checked<readonly string[]> {
  const usable = secrets.filter((secret) => secret.trim() !== "");
  if (usable.length === 0) {
    return reject("no_secret_configured", "The source has no secret, so nothing can be verified.");
  }
  return ok(usable);
}
