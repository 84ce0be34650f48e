import type { IntegrationIdentity, LanePlace, Settlement } from "#domain/delivery/settlement";
import type { Services } from "#services/composition";

/** Dead letters that stop these lanes, as a run would settle them; answers the deliveries' ids. */
export async function blockLanes(
  { integrations }: Pick<Services, "integrations">,
  identity: IntegrationIdentity,
  lanes: readonly string[],
): Promise<readonly string[]> {
  const ids = lanes.map((_, index) => `dlv_stopped_${index}`);
  const settlements = lanes.map((lane, index) =>
    deadLetter(ids[index] ?? "", { lane, position: `1.${index}` }),
  );
  await integrations.settle(identity, settlements, null);
  return ids;
}

function deadLetter(id: string, place: LanePlace): Settlement {
  const facts = {
    category: null,
    httpStatus: null,
    attempts: 1,
    attemptedAt: 1,
    durationMs: 0,
    detail: null,
  };
  return { kind: "done", id, outcome: { status: "dead_lettered", ...facts }, blocksLane: true, place };
}
