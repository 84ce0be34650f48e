import {
  nextPurgeState,
  objectsOf,
  PURGE_START,
  type PurgeState,
  SETTLE_MS,
  STALLED_MS,
  type StepResult,
} from "#domain/operations/purge";
import type { PurgeObjects, PurgeRecords } from "#domain/operations/purge-ports";
import type { BodyStore, JobQueue } from "#domain/ports";
import { forEachSafely } from "./for-each-safely.ts";
import { runLimited } from "./run-limited.ts";
import { scanRemains } from "./scan-remains.ts";

export interface PurgeServices {
  readonly purgeRecords: PurgeRecords;
  readonly purgeObjects: PurgeObjects;
  readonly bodies: BodyStore;
  readonly jobQueue: JobQueue;
  readonly now: () => number;
}

const OBJECTS_PER_STEP = 50;
const CONCURRENT_OBJECTS = 6;
const ROWS_PER_STEP = 1_000;
/** What R2 lists and deletes in one go. */
const BODIES_PER_STEP = 1_000;
const ORGANIZATIONS_PER_TICK = 20;

/**
 * One step of a deleted organization's purge, then a message for the next. The row in D1 says where it stands: a message
 * that gets lost costs a minute, and a step that is done twice finds nothing the second time.
 */
export async function purgeOrganization(services: PurgeServices, orgId: string): Promise<void> {
  const found = await services.purgeRecords.find(orgId);
  if (found === null) return;
  const state = found.state ?? PURGE_START;
  const result = await runStep(services, orgId, state, found.deletedAt);
  const next = nextPurgeState(state, result, services.now());
  if (next === null) return services.purgeRecords.removeOrganization(orgId);
  // Somebody else took the same step: one of us goes on.
  const mine = await services.purgeRecords.advance(orgId, found.state, next);
  if (mine && result.kind !== "wait") await services.jobQueue.purge(orgId);
}

/** The cron's part: purges whose message got lost, and those whose second pass may begin. */
export async function wakePurges(services: PurgeServices): Promise<void> {
  const before = services.now() - STALLED_MS;
  const stalled = await services.purgeRecords.stalled(before, ORGANIZATIONS_PER_TICK);
  await forEachSafely("purges", stalled, (orgId) => services.jobQueue.purge(orgId));
}

async function runStep(
  services: PurgeServices,
  orgId: string,
  state: PurgeState,
  deletedAt: number,
): Promise<StepResult> {
  switch (state.stage) {
    case "collect":
      return { kind: "finished", objects: objectsOf(orgId, await services.purgeRecords.owners(orgId)) };
    case "objects":
      return purgeSomeObjects(services, state);
    case "rows":
      return orMore(await services.purgeRecords.removeRows(orgId, ROWS_PER_STEP));
    case "bodies":
      return orMore(await services.bodies.removeAll(orgId, BODIES_PER_STEP));
    case "settle":
      return services.now() < deletedAt + SETTLE_MS ? { kind: "wait" } : { kind: "finished" };
    case "scan": {
      if (!(await services.purgeRecords.compactSearch())) return { kind: "more" };
      const { total } = await scanRemains(services, orgId, state.objects);
      return total === 0 ? { kind: "finished" } : { kind: "again" };
    }
  }
}

async function purgeSomeObjects(
  { purgeObjects }: PurgeServices,
  { objects, purged }: PurgeState,
): Promise<StepResult> {
  const some = objects.slice(purged, purged + OBJECTS_PER_STEP);
  await runLimited(
    some,
    CONCURRENT_OBJECTS,
    () => true,
    (object) => purgeObjects.purge(object),
  );
  const done = purged + some.length;
  return done >= objects.length ? { kind: "finished" } : { kind: "more", purged: done };
}

function orMore(finished: boolean): StepResult {
  return finished ? { kind: "finished" } : { kind: "more" };
}
