import { answer, api, inOrganization } from "~/api/client.ts";
import { ApiProblem } from "~/api/problem.ts";
import { useQuery } from "~/api/query.ts";
import { debounced } from "~/primitives/debounced.ts";
import { useUrlChoice } from "~/primitives/url-state.ts";
import { FAILURES, type SupposedFailure } from "./retry-choices.ts";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

const REST_MS = 250;
const SUPPOSED: readonly [SupposedFailure, ...SupposedFailure[]] = [
  "unavailable",
  "timeout",
  "network",
  "rate",
  "invalid",
  "unauthorized",
  "gone",
];

/** What the policy in the form would do, asked of the gateway: it decides in the end, too. */
export function useRetryPreview(draft: IntegrationDraft) {
  const [failure, setFailure] = useUrlChoice<SupposedFailure>("suppose", SUPPOSED);
  const asked = debounced(
    () => JSON.stringify({ retry: draft.value().retry, deadLetter: draft.value().deadLetter }),
    REST_MS,
  );
  const query = useQuery(() => ({
    queryKey: inOrganization("retry-preview", asked(), failure()),
    queryFn: ({ signal }) =>
      answer(
        api.POST("/api/v1/retry-policies/preview", {
          body: { ...JSON.parse(asked()), failure: FAILURES[failure()], limit: 50 },
          signal,
        }),
      ),
    placeholderData: (before) => before,
    retry: false,
    staleTime: 60_000,
  }));
  const errors = () => (query.error instanceof ApiProblem ? query.error.problem.errors : []);
  /** Said at the field before it is saved: the preview refuses what saving would refuse. */
  const errorAt = (pointer: string) =>
    draft.errorAt(pointer) ??
    draft.errorsUnder(pointer)[0]?.message ??
    errors().find((error) => error.pointer === pointer || error.pointer?.startsWith(`${pointer}/`))?.message;
  return { query, failure, setFailure, errorAt };
}

export type RetryPreview = ReturnType<typeof useRetryPreview>;
