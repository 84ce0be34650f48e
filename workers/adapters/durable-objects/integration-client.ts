import type { IntegrationIdentity } from "#domain/delivery/settlement";
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
    offer: (identity, configVersion, ids) => stub(identity).offer(identity, configVersion, ids),
    settle: (identity, settlements) => stub(identity).settle(identity, settlements),
    claim: (identity, ids) => stub(identity).claim(ids),
    enqueue: (identity, deliveries) => stub(identity).enqueue(identity, deliveries),
    cancel: (identity, seen) => stub(identity).cancel(seen),
    resume: (identity, credentialId, changes, configVersion) =>
      stub(identity).resume(identity, credentialId, changes, configVersion),
    wake: (identity) => stub(identity).wake(),
  };
}
