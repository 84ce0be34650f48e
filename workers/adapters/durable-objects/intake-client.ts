import type { IntakeIdentity } from "#domain/ingress/append";
import type { Intake } from "#domain/ports";
import type { IntakeObject } from "../../../durable-objects/intake.ts";
import { type Jurisdiction, within } from "./jurisdiction.ts";

export function createIntake(
  namespace: DurableObjectNamespace<IntakeObject>,
  jurisdiction: Jurisdiction,
): Intake {
  const objects = within(namespace, jurisdiction);
  const stub = ({ orgId, shard }: IntakeIdentity) => objects.getByName(`${orgId}:${shard}`);
  return {
    append: (identity, options, events) => stub(identity).append(identity, options, events),
    reserve: (identity, allowance, events) => stub(identity).reserve(allowance, events),
    release: (identity, reservation) => stub(identity).release(reservation),
    eventsToday: (identity) => stub(identity).eventsToday(),
    confirm: (identity, seqs) => stub(identity).confirm(seqs),
    configChanged: (identity, version) => stub(identity).configChanged(identity, version),
    wake: (identity) => stub(identity).wake(),
  };
}
