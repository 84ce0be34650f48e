import { answer, api } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { bodyOf } from "./test-body.ts";

export type TestResult = components["schemas"]["IntegrationTestResult"];

/**
 * The payload goes as it was written: parsing and printing it here would round what a real delivery leaves alone.
 *
 * @throws ApiProblem
 */
export function sendTest(id: string, type: string | null, payload: string | null): Promise<TestResult> {
  const named = type === null ? {} : { type };
  return answer(
    api.POST("/api/v1/integrations/{id}/test", {
      params: { path: { id } },
      body: named,
      bodySerializer: () => bodyOf(named, payload),
    }),
  );
}
