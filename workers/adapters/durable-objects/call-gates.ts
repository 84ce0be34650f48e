import type { GateAnswer } from "#domain/proxy/call-gate";
import type { CallGates } from "#domain/proxy/ports";
import type { IntegrationObject } from "../../../durable-objects/integration.ts";
import { type Jurisdiction, within } from "./jurisdiction.ts";

export function createCallGates(
  namespace: DurableObjectNamespace<IntegrationObject>,
  jurisdiction: Jurisdiction,
): CallGates {
  const objects = within(namespace, jurisdiction);
  return {
    async ask({ orgId, integrationId }, ask) {
      const answer = await objects.getByName(`${orgId}:${integrationId}`).gate(JSON.stringify(ask));
      return JSON.parse(answer) as GateAnswer;
    },
  };
}
