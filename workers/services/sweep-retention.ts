import { firstDeliveryIdAt } from "#domain/ids";
import type { OldDelivery, SweptOrganization } from "#domain/operations/ports";
import { bodiesNeededFrom, retentionCutoff } from "#domain/operations/retention";
import { forEachSafely } from "./for-each-safely.ts";
import type { OperationServices } from "./operation-services.ts";
import type { SourceServices } from "./source-services.ts";

type Services = Pick<
  OperationServices,
  "housekeeping" | "proxyCallLog" | "sweeps" | "bodies" | "now" | "configurations" | "integrations"
> &
  Pick<SourceServices, "rejectedRequests" | "sourceActivities">;

const RECORDS = "retention-records";
const BODIES = "retention-bodies";
const ORGANIZATIONS_PER_TICK = 50;
/** Records that one minute may look at: fourteen million a day. */
const ROWS_PER_TICK = 10_000;
const ROWS_PER_PAGE = 1_000;
/** R2 bills a listing like a write, so bodies get fewer visits, and more objects each. */
const BODY_ORGANIZATIONS_PER_TICK = 5;
const OBJECTS_PER_VISIT = 1_000;
/** An organization that makes more objects than one visit removes is visited again: up to 20,000 objects a minute. */
const BODY_VISITS_PER_TICK = 20;
const JOBS_PER_VISIT = 500;
/** A job runs for a week at most, can be taken back for a day after it, and that may take another week. */
const JOB_PAGES_MS = 15 * 86_400_000;
const JOB_PAGES_PER_VISIT = 1_000;
const REJECTED_PER_VISIT = 2_000;
const VALIDATION_ROWS_PER_VISIT = 1_000;
/** Code of schemas that nobody uses any more goes with the rest. */
const COMPILED_MS = 30 * 86_400_000;
/** Calls through the proxy that one visit may remove, in statements of a thousand. */
const CALL_PAGES_PER_VISIT = 10;

/** Where the sweep over all records stands. */
interface Position {
  /** The last organization that is done. */
  readonly after: string;
  /** The one behind it, and how far it is; "" when it has not begun. */
  readonly orgId: string;
  readonly deliveryId: string;
}

const START: Position = { after: "", orgId: "", deliveryId: "" };

/**
 * Remove records that are older than their organization keeps them, never one that still waits. One sweep goes through
 * all organizations' records and takes as many a minute as its budget allows, so a large organization is continued and
 * not begun again.
 */
export async function sweepRecords(services: Services): Promise<void> {
  const stored = await services.sweeps.position(RECORDS);
  const position = stored === "" ? START : (JSON.parse(stored) as Position);
  const organizations = await services.housekeeping.organizations(position.after, ORGANIZATIONS_PER_TICK);
  let budget = ROWS_PER_TICK;
  let after = position.after;
  for (const organization of organizations) {
    const { id: orgId } = organization;
    const from = orgId === position.orgId ? position.deliveryId : "";
    const swept = await sweepOrganization(services, organization, from, budget);
    if (!swept.finished) {
      const here: Position = { after, orgId, deliveryId: swept.deliveryId };
      return services.sweeps.moveTo(RECORDS, JSON.stringify(here));
    }
    budget -= swept.examined;
    after = orgId;
  }
  const through = organizations.length < ORGANIZATIONS_PER_TICK;
  await services.sweeps.moveTo(RECORDS, through ? "" : JSON.stringify({ ...START, after }));
}

interface Swept {
  readonly finished: boolean;
  readonly deliveryId: string;
  readonly examined: number;
}

async function sweepOrganization(
  services: Services,
  { id, retentionDays }: SweptOrganization,
  from: string,
  budget: number,
): Promise<Swept> {
  const cutoff = retentionCutoff(retentionDays, services.now());
  let deliveryId = from;
  let examined = 0;
  while (examined < budget) {
    const rows = Math.min(ROWS_PER_PAGE, budget - examined);
    const page = await services.housekeeping.oldDeliveries(id, deliveryId, firstDeliveryIdAt(cutoff), rows);
    examined += page.examined;
    const kept = await unblockLanes(services, id, page.items);
    const gone = page.items.filter((one) => !kept.has(one));
    await services.housekeeping.removeDeliveries(
      id,
      gone.map((one) => one.id),
    );
    if (page.last === null) {
      await services.housekeeping.removeJobs(id, cutoff, JOBS_PER_VISIT);
      const pagesBefore = services.now() - JOB_PAGES_MS;
      await services.housekeeping.removeJobPages(id, pagesBefore, JOB_PAGES_PER_VISIT);
      await services.rejectedRequests.removeBefore(id, cutoff, REJECTED_PER_VISIT);
      await services.sourceActivities.forgetEventsBefore(id, cutoff);
      const codeBefore = services.now() - COMPILED_MS;
      await services.housekeeping.removeValidation(id, cutoff, codeBefore, VALIDATION_ROWS_PER_VISIT);
      for (let page = 0; page < CALL_PAGES_PER_VISIT; page++) {
        if (await services.proxyCallLog.removeBefore(id, cutoff, ROWS_PER_PAGE)) break;
      }
      return { finished: true, deliveryId: "", examined };
    }
    deliveryId = page.last;
  }
  return { finished: false, deliveryId, examined };
}

/**
 * Nobody can retry or discard what is gone: its lane would wait for ever. So its lane goes on first. Answers those whose
 * object did not hear of it: they stay until the next sweep. One that was restarted in this very moment stops no lane any
 * more, so nothing happens to it.
 */
async function unblockLanes(
  { configurations, integrations }: Services,
  orgId: string,
  old: readonly OldDelivery[],
): Promise<ReadonlySet<OldDelivery>> {
  const deadLetters = old.filter(({ dead }) => dead);
  const kept = new Set<OldDelivery>();
  if (deadLetters.length === 0) return kept;
  const config = await configurations.load(orgId, 0);
  const byIntegration = Map.groupBy(deadLetters, ({ integrationId }) => integrationId);
  const ordered = [...byIntegration].filter(
    ([integrationId]) => (config?.integrationsById.get(integrationId)?.settings.flow.order ?? null) !== null,
  );
  await forEachSafely(RECORDS, ordered, async ([integrationId, own]) => {
    for (const one of own) kept.add(one);
    const ids = own.map(({ id }) => id);
    await integrations.unblock({ orgId, integrationId }, ids);
    for (const one of own) kept.delete(one);
  });
  return kept;
}

/**
 * Remove the bodies that no record that is left can need. An organization is left behind only when nothing old is left of
 * it: with one visit each, a busy one would write more between two visits than one visit removes.
 */
export async function sweepBodies(services: Services): Promise<void> {
  const position = await services.sweeps.position(BODIES);
  const organizations = await services.housekeeping.organizations(position, BODY_ORGANIZATIONS_PER_TICK);
  let visits = BODY_VISITS_PER_TICK;
  let after = position;
  for (const organization of organizations) {
    let finished = true;
    // One that fails is passed over: it must not keep the others' bodies for ever.
    await forEachSafely(BODIES, [organization], async () => {
      do {
        if (visits === 0) {
          finished = false;
          return;
        }
        visits--;
      } while (!(await removeBodies(services, organization)));
    });
    if (!finished) return services.sweeps.moveTo(BODIES, after);
    after = organization.id;
  }
  const through = organizations.length < BODY_ORGANIZATIONS_PER_TICK;
  await services.sweeps.moveTo(BODIES, through ? "" : after);
}

/** One visit; true when nothing old is left. */
async function removeBodies(services: Services, { id, retentionDays }: SweptOrganization): Promise<boolean> {
  const oldest = await services.housekeeping.oldestDelivery(id);
  const day = bodiesNeededFrom(retentionDays, oldest, services.now());
  const finished = await services.bodies.removeBefore(id, day, OBJECTS_PER_VISIT);
  if (finished) await services.housekeeping.removeUsage(id, day);
  return finished;
}
