import { forEachSafely } from "./for-each-safely.ts";
import type { OperationServices } from "./operation-services.ts";

type Services = Pick<OperationServices, "housekeeping" | "sweeps" | "integrations" | "now">;

const SWEEP = "overdue";
/** An object that is merely busy hands its deliveries out within this time. */
const OVERDUE_MS = 120_000;
const ROWS_PER_TICK = 5_000;
const INTEGRATIONS_PER_TICK = 100;

/**
 * Wake the objects whose deliveries are past their time. The sweep goes on where it stopped: a record that stays overdue
 * for good must not keep the ones behind it from being seen.
 */
export async function wakeOverdue(services: Services): Promise<void> {
  const position = await services.sweeps.position(SWEEP);
  const { integrations, next } = await services.housekeeping.overdue(
    position,
    services.now() - OVERDUE_MS,
    ROWS_PER_TICK,
    INTEGRATIONS_PER_TICK,
  );
  await forEachSafely(SWEEP, integrations, (identity) => services.integrations.wake(identity));
  await services.sweeps.moveTo(SWEEP, next);
}
