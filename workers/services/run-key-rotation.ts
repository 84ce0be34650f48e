import type { RotationMessage } from "#domain/messages";
import {
  endOrganization,
  endPhase,
  type KeyRotation,
  type RotationPosition,
  type RotationProgress,
} from "#domain/secrets/key-rotation";
import type { EncryptionServices } from "./encryption-services.ts";
import { countLeft, rewritePage } from "./rewrite-organization.ts";
import { wakeRotation } from "./wake-rotation.ts";

/**
 * Per step: with a dozen statements for each organization and one for each row, this stays well below the thousand
 * questions that one invocation may put to D1.
 */
const ORGANIZATIONS = 20;
const ROWS = 200;

/**
 * One step of a rotation, then a message for the next. The row says where to go on whatever gets lost on the way, and
 * everything in a step may be done twice: what is rewritten already is not found again.
 */
export async function runKeyRotation(
  services: EncryptionServices,
  { rotationId }: RotationMessage,
): Promise<void> {
  const found = await services.keyRotations.find(rotationId);
  if (found === null || found.status !== "running") return;
  const waitMs = found.position.notBefore - services.now();
  if (waitMs > 0) return wakeRotation(services, rotationId, waitMs);
  const rotation = await services.keyRotations.claim(found, services.now());
  // Another message for the same step came first.
  if (rotation === null) return;
  const { progress, rewritten } = await step(services, rotation);
  const advanced = await services.keyRotations.advance(rotation, progress, rewritten, services.now());
  if (!advanced) return;
  if (progress.kind === "ended") {
    console.warn(
      JSON.stringify({ event: "rotation.ended", rotationId, level: rotation.level, status: progress.status }),
    );
    return;
  }
  await wakeRotation(services, rotationId, Math.max(0, progress.position.notBefore - services.now()));
}

async function step(
  services: EncryptionServices,
  rotation: KeyRotation,
): Promise<{ progress: RotationProgress; rewritten: number }> {
  let position: RotationPosition = rotation.position;
  let rewritten = 0;
  for (let organizations = 0; organizations < ORGANIZATIONS && rewritten < ROWS; organizations++) {
    const orgId = await services.sealedRecords.nextOrganization(position.after);
    if (orgId === null) return { progress: endPhase(position, services.now()), rewritten };
    const page = await rewritePage(services, rotation, position, orgId, ROWS);
    rewritten += page.rewritten;
    if (page.next !== null) {
      position = { ...position, cursor: page.next };
      return { progress: { kind: "running", position }, rewritten };
    }
    const result =
      position.phase === "rewrite"
        ? { left: 0, mayImprove: false, examples: [] }
        : await countLeft(services, rotation, orgId, page);
    position = endOrganization(position, orgId, result);
  }
  return { progress: { kind: "running", position }, rewritten };
}
