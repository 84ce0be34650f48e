import { answer, api } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";

export type DryRunResult = components["schemas"]["DryRunResult"];

/** @throws ApiProblem 422 with pointers below `/transform` for what could not be saved either */
export async function askDryRun(id: string, body: string, signal?: AbortSignal): Promise<DryRunResult> {
  return await answer(
    api.POST("/api/v1/integrations/{id}/dry-run", {
      params: { path: { id } },
      body: {},
      bodySerializer: () => body,
      ...(signal === undefined ? {} : { signal }),
    }),
  );
}
