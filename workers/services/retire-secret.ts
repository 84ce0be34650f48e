import { retire } from "#domain/signing/secret-rotation";
import { changeSecrets } from "./change-secrets.ts";
import type { ConfigurationServices } from "./configuration-services.ts";

/**
 * Stop signing with one secret after `overlapMs`, without a successor.
 * @throws Problem 404, 409 when nothing would be left to sign with.
 */
export async function retireSecret(
  services: ConfigurationServices,
  orgId: string,
  integrationId: string,
  secretId: string,
  overlapMs: number,
): Promise<void> {
  await changeSecrets(services, orgId, integrationId, {
    added: null,
    decide: (secrets, now) => retire(secrets, secretId, overlapMs, now),
  });
}
