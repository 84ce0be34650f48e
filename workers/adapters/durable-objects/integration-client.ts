import type { IntegrationIdentity, Offer } from "#domain/delivery/settlement";
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
    offer: async (identity, configVersion, ids, contents) =>
      JSON.parse(
        await stub(identity).offer(
          identity,
          configVersion,
          ids,
          contents === null ? null : JSON.stringify(contents),
        ),
      ) as Offer[],
    settle: (identity, settlements) => stub(identity).settle(identity, JSON.stringify(settlements)),
    claim: (identity, ids) => stub(identity).claim(ids),
    enqueue: (identity, deliveries) => stub(identity).enqueue(identity, deliveries),
    adopt: (identity, deliveries) => stub(identity).adopt(identity, deliveries),
    cancel: (identity, seen) => stub(identity).cancel(seen),
    look: (identity, id) => stub(identity).look(id),
    retire: (identity) => stub(identity).retire(),
    resume: (identity, credentialId, changes, configVersion) =>
      stub(identity).resume(identity, credentialId, changes, configVersion),
    wake: (identity) => stub(identity).wake(),
  };
}
