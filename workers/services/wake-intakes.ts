import { forEachSafely } from "./for-each-safely.ts";
import type { OperationServices } from "./operation-services.ts";

type Services = Pick<OperationServices, "housekeeping" | "sweeps" | "intake">;

const SWEEP = "intakes";
const ORGANIZATIONS_PER_TICK = 50;

/**
 * Wake some organizations' intake objects, others the next minute. An alarm that the platform dropped would otherwise
 * leave accepted events where they are until the next post.
 */
export async function wakeIntakes(services: Services): Promise<void> {
  const position = await services.sweeps.position(SWEEP);
  const organizations = await services.housekeeping.organizations(position, ORGANIZATIONS_PER_TICK);
  const shards = organizations.flatMap(({ id, intakeShards }) =>
    Array.from({ length: intakeShards }, (_, shard) => ({ orgId: id, shard })),
  );
  await forEachSafely(SWEEP, shards, (identity) => services.intake.wake(identity));
  const last = organizations.length < ORGANIZATIONS_PER_TICK ? undefined : organizations.at(-1);
  await services.sweeps.moveTo(SWEEP, last?.id ?? "");
}
