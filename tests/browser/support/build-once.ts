import { ensureBuilt } from "../../../scripts/build.ts";
import { ensureDashboardBuilt } from "../../../scripts/build-dashboard.ts";

/** Before any file runs: two that build at the same time would write into each other's folder. */
export default async function setup(): Promise<void> {
  await ensureBuilt();
  await ensureDashboardBuilt();
}
