import { Problem } from "#domain/problem";
import { type KeyRotation, type RotationLevel, startPosition } from "#domain/secrets/key-rotation";
import type { EncryptionServices } from "./encryption-services.ts";
import { wakeRotation } from "./wake-rotation.ts";

/** @throws Problem 409 while another one runs. */
export async function startKeyRotation(
  services: EncryptionServices,
  level: RotationLevel,
): Promise<KeyRotation> {
  const now = services.now();
  const rotation: KeyRotation = {
    id: services.createId("rot"),
    level,
    status: "running",
    position: startPosition(await services.sealedRecords.countOrganizations()),
    rewritten: 0,
    createdAt: now,
    updatedAt: now,
  };
  if (!(await services.keyRotations.insert(rotation))) {
    throw new Problem(
      "conflict",
      "Another key rotation is running. GET /api/v1/admin/encryption names it; start again when it has ended.",
    );
  }
  await wakeRotation(services, rotation.id, 0);
  return rotation;
}

/** @throws Problem 404 */
export async function findKeyRotation(services: EncryptionServices, id: string): Promise<KeyRotation> {
  const rotation = await services.keyRotations.find(id);
  if (rotation === null) throw new Problem("not_found", "There is no such key rotation in this region.");
  return rotation;
}
