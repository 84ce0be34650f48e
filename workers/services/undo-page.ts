import { ANY_DELIVERY } from "#domain/operations/delivery-filter";
import type { Job, JobItem } from "#domain/operations/job";
import type { DeliveryRecord } from "#domain/ports";
import { letGo } from "./discard-dead-letter.ts";
import type { JobPage, JobServices } from "./job-page.ts";
import { enqueueNow, sortRestartable } from "./restart-deliveries.ts";

/**
 * Takes one page of another job back. Only what nobody has touched since is taken back: what was sent is sent, and what a
 * person did later is that person's.
 */
export async function undoPage(services: JobServices, undo: Job): Promise<JobPage> {
  const { orgId, options, position } = undo;
  const undone = await services.jobs.find(orgId, options.undoes ?? "");
  const page = undone === null ? null : await services.jobs.doneBehind(orgId, undone.id, position);
  if (undone === null || page === null) {
    return { change: { kind: "restored", seen: [] }, done: [], skipped: 0, position, finished: true };
  }
  const { change, done } = await takeBack(services, undone, undo, page.items);
  const skipped = page.items.length - done.length;
  // The page behind it is looked for by the next run: that costs one more at the end.
  return { change, done, skipped, position: page.position, finished: false };
}

async function takeBack(
  services: JobServices,
  undone: Job,
  undo: Job,
  items: readonly JobItem[],
): Promise<Pick<JobPage, "change" | "done">> {
  const { orgId } = undone;
  const untouched = await findUntouched(services, undone, items);
  switch (undone.kind) {
    case "discard_dead_letters": {
      const seen = untouched.map(({ record }) => ({ ...record, to: "dead_lettered" as const }));
      return { change: { kind: "restored", seen }, done: seen };
    }
    case "cancel_waiting": {
      const records = untouched.map(({ record }) => record);
      const { restartable } = await sortRestartable(services, orgId, records);
      await enqueueNow(services, orgId, restartable, undo.options);
      return { change: { kind: "retrying", seen: restartable }, done: restartable };
    }
    case "deliver_missed": {
      const gone = await letGo(
        services,
        orgId,
        untouched.map(({ record }) => record),
      );
      const seen = untouched.flatMap(({ record }) => (gone.has(record.id) ? record : []));
      return { change: { kind: "removed", seen }, done: seen };
    }
    case "retry_dead_letters":
    case "recover_failed":
    case "replay_deliveries": {
      // What waited for a retry anyway goes on waiting: it was only hurried.
      const back = untouched.filter(({ item }) => item.status !== "retrying" && item.status !== "held");
      const gone = await letGo(
        services,
        orgId,
        back.map(({ record }) => record),
      );
      const seen = back.flatMap(({ item, record }) =>
        gone.has(record.id) ? { ...record, to: item.status } : [],
      );
      return { change: { kind: "restored", seen }, done: seen };
    }
    case "undo_job":
      throw new Error("An undo cannot be taken back.");
  }
}

interface Untouched {
  readonly item: JobItem;
  readonly record: DeliveryRecord;
}

/** What the job left behind: anything else has had an attempt, or somebody's hand, since. */
const LEFT_BEHIND: Readonly<Record<Job["kind"], readonly DeliveryRecord["status"][]>> = {
  retry_dead_letters: ["retrying", "held"],
  recover_failed: ["retrying", "held"],
  replay_deliveries: ["retrying", "held"],
  deliver_missed: ["pending", "held"],
  discard_dead_letters: ["discarded"],
  cancel_waiting: ["cancelled"],
  undo_job: [],
};

async function findUntouched(
  { deliverySearch }: JobServices,
  { orgId, kind }: Job,
  items: readonly JobItem[],
): Promise<readonly Untouched[]> {
  const byId = new Map(items.map((item) => [item.id, item]));
  const filter = { ...ANY_DELIVERY, ids: [...byId.keys()] };
  const request = { after: null, limit: items.length, order: "oldest" } as const;
  const { rows } = await deliverySearch.fullPage(orgId, filter, request);
  return rows.flatMap((record) => {
    const item = byId.get(record.id);
    const isUntouched = item?.attempts === record.attempts && LEFT_BEHIND[kind].includes(record.status);
    return item !== undefined && isUntouched ? { item, record } : [];
  });
}
