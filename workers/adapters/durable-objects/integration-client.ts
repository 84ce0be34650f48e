import type { IntegrationIdentity, Offer } from "#domain/delivery/settlement";
import type { CircuitChange } from "#domain/flow/circuit-change";
import type { CircuitView } from "#domain/flow/circuit-view";
import type { IntegrationQueue } from "#domain/ports";
import type { IntegrationObject } from "../../../durable-objects/integration.ts";
import { type Jurisdiction, within } from "./jurisdiction.ts";

export function createIntegrationQueue(
  namespace: DurableObjectNamespace<IntegrationObject>,
  jurisdiction: Jurisdiction,
): IntegrationQueue {
  const objects = within(namespace, jurisdiction);
  const stub = ({ orgId, integrationId }: IntegrationIdentity) =>
    objects.getByName(`${orgId}:${integrationId}`);
  return {
    offer: async (identity, configVersion, ids, rules, contents) => {
      const compared = contents === null ? null : JSON.stringify(contents);
      return JSON.parse(await stub(identity).offer(identity, configVersion, ids, rules, compared)) as Offer[];
    },
    settle: async (identity, settlements, rules) => {
      const changes = await stub(identity).settle(identity, JSON.stringify(settlements), rules);
      return changes === "" ? [] : (JSON.parse(changes) as CircuitChange[]);
    },
    claim: (identity, ids, configVersion, rules) => stub(identity).claim(ids, configVersion, rules),
    circuit: async (identity) => JSON.parse(await stub(identity).circuit()) as CircuitView,
    orderCircuit: async (identity, order) =>
      JSON.parse(await stub(identity).orderCircuit(identity, JSON.stringify(order))) as CircuitView,
    enqueue: (identity, deliveries) => stub(identity).enqueue(identity, deliveries),
    adopt: (identity, deliveries) => stub(identity).adopt(identity, deliveries),
    cancel: (identity, seen) => stub(identity).cancel(seen),
    unblock: (identity, ids) => stub(identity).unblock(ids),
    blockedLanes: async (identity, { limit, after }) => {
      const found = await stub(identity).blockedLanes(after, limit + 1);
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? (items.at(-1)?.lane ?? null) : null };
    },
    look: (identity, id) => stub(identity).look(id),
    retire: (identity) => stub(identity).retire(),
    resume: (identity, credentialId, changes, configVersion) =>
      stub(identity).resume(identity, credentialId, changes, configVersion),
    wake: (identity) => stub(identity).wake(),
  };
}
