import type { EncryptionServices } from "./encryption-services.ts";
import { forEachSafely } from "./for-each-safely.ts";

/** The row owns the rotation. A message that cannot be sent, or gets lost, costs it a moment: the cron wakes it too. */
export async function wakeRotation(
  { jobQueue }: Pick<EncryptionServices, "jobQueue">,
  rotationId: string,
  delayMs: number,
): Promise<void> {
  try {
    await jobQueue.wake({ rotationId }, delayMs);
  } catch (error) {
    console.warn(JSON.stringify({ event: "rotation.wake_failed", rotationId, error: String(error) }));
  }
}

/** A step takes a second or two, and the pause between the phases some more. */
const STALLED_MS = 10_000;

export async function wakeStalledRotations(
  services: Pick<EncryptionServices, "keyRotations" | "jobQueue" | "now">,
): Promise<void> {
  const stalled = await services.keyRotations.stalled(services.now() - STALLED_MS);
  await forEachSafely("rotations", stalled, ({ id }) => wakeRotation(services, id, 0));
}
