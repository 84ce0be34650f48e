import { api, inOrganization } from "~/api/client.ts";
import { readProblem } from "~/api/problem.ts";
import type { Integration, IntegrationChanges } from "./draft-changes.ts";

/** An integration with the version that a change must name. */
export interface Versioned {
  readonly record: Integration;
  readonly etag: string;
}

export const integrationKey = (id: string) => inOrganization("integrations", id, "settings");

/** @throws ApiProblem */
export async function readIntegration(id: string, signal?: AbortSignal): Promise<Versioned> {
  const path = { params: { path: { id } }, ...(signal === undefined ? {} : { signal }) };
  return versioned(await api.GET("/api/v1/integrations/{id}", path));
}

/**
 * Null as the version changes whatever is there: for single switches, where nobody can have meant something else.
 *
 * @throws ApiProblem 412 when somebody else changed it since.
 */
export async function changeIntegration(
  id: string,
  changes: IntegrationChanges,
  etag: string | null,
): Promise<Versioned> {
  const header = etag === null ? {} : { "if-match": etag };
  return versioned(
    await api.PATCH("/api/v1/integrations/{id}", { params: { path: { id }, header }, body: changes }),
  );
}

function versioned(got: { data?: Integration; error?: unknown; response: Response }): Versioned {
  if (got.data === undefined) throw readProblem(got.response, got.error);
  return { record: got.data, etag: got.response.headers.get("etag") ?? "" };
}
