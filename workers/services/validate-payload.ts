import type { Integration } from "#domain/tenancy/organization-config";
import type { PayloadCheck } from "#domain/validation/judge-payload";
import { checkPayload } from "./check-payload.ts";
import type { ValidationTools } from "./validation-tools.ts";

/** Hold a payload against its integration's schema. Only asked where there is one. */
export async function validatePayload(
  tools: ValidationTools,
  { id, orgId, settings }: Integration,
  payloadJson: string,
): Promise<PayloadCheck> {
  const { validation } = settings;
  if (validation === null) {
    return { kind: "passed", payloadJson, detail: "no schema", errors: [], checked: true };
  }
  return checkPayload(tools, orgId, validation, payloadJson, () =>
    tools.schemaSources.ofIntegration(orgId, id),
  );
}
