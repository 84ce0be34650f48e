import type { Connector } from "#domain/ingress/connector";
import type { SourceRecord } from "#domain/ingress/source";
import { Problem } from "#domain/problem";
import type { SourceServices } from "./source-services.ts";

/** @throws Problem 404 when the organization has no such source, also when another one has. */
export async function findSource(
  { sourceRepository }: Pick<SourceServices, "sourceRepository">,
  orgId: string,
  id: string,
): Promise<SourceRecord> {
  const record = await sourceRepository.find(orgId, id);
  if (record === null) {
    throw new Problem("not_found", `There is no source ${id}. GET /api/v1/sources lists yours.`);
  }
  return record;
}

/** @throws Problem 422 for a provider that the gateway does not know. */
export function findConnector(
  { connectors }: Pick<SourceServices, "connectors">,
  provider: string,
): Connector {
  const connector = connectors.find(provider);
  if (connector === null) {
    const message = `There is no provider ${provider.slice(0, 100)}. GET /api/v1/connectors lists them.`;
    throw new Problem("invalid_body", "Nothing was saved; see errors.", [{ pointer: "/provider", message }]);
  }
  return connector;
}
