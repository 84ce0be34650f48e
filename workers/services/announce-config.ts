import type { ConfigChange } from "#domain/configuration-ports";
import type { Configurations, Intake } from "#domain/ports";

interface AnnounceServices {
  readonly configurations: Configurations;
  readonly intake: Intake;
}

/**
 * Let every cache know of a change that is saved. It counts whether or not everybody could be told: a cache that was
 * not reached notices within half a minute, and a caller that was told "failed" would save again for nothing.
 */
export async function announceChange(services: AnnounceServices, change: ConfigChange): Promise<void> {
  services.configurations.forget(change.orgId);
  try {
    await announceConfig(services.intake, change.orgId, change.intakeShards, change.version);
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.error(JSON.stringify({ event: "config.announce_failed", ...change, error: detail }));
  }
}

/** Messages that the intake sends from now on carry the new version, and consumers load it. */
async function announceConfig(intake: Intake, orgId: string, shards: number, version: number): Promise<void> {
  const all = Array.from({ length: shards }, (_, shard) => intake.configChanged({ orgId, shard }, version));
  await Promise.all(all);
}
