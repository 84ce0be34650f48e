import type { NewSecret } from "#domain/configuration-ports";
import { rotate } from "#domain/signing/secret-rotation";
import { changeSecrets } from "./change-secrets.ts";
import type { ConfigurationServices } from "./configuration-services.ts";
import type { SecretWish } from "./create-integration.ts";
import { makeSecret } from "./make-secret.ts";

/**
 * Make a new current secret; its predecessor keeps signing for `overlapMs`.
 * @throws Problem 404, 409 when it is the current one already, 422 for a secret that cannot be used.
 */
export async function rotateSecret(
  services: ConfigurationServices,
  orgId: string,
  integrationId: string,
  wish: SecretWish,
  overlapMs: number,
): Promise<NewSecret> {
  const made = makeSecret(services.secretMaker, wish, "/kind", "/secret");
  const id = services.createId("sec");
  const createdAt = await changeSecrets(services, orgId, integrationId, {
    added: { ...made, id },
    decide: (secrets, now) => rotate(secrets, { id, kind: made.kind, value: made.value }, overlapMs, now),
  });
  return { ...made, id, createdAt };
}
