import { keepPreviousData } from "@tanstack/solid-query";
import { type Accessor, createMemo } from "solid-js";
import { useMay } from "~/api/account.ts";
import { inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { debounced } from "~/primitives/debounced.ts";
import type { Sample } from "../sample/use-sample.ts";
import { askDryRun } from "./ask-dry-run.ts";
import { dryRunBody } from "./dry-run-body.ts";

const STILL_MS = 500;

/** What an unsaved transformation would make of the sample, a moment after the last key. `transform` null: not now. */
export function useLiveDryRun(draft: IntegrationDraft, sample: Sample, transform: Accessor<unknown | null>) {
  const may = useMay();
  const body = createMemo(() => wishOf(draft, sample, transform()));
  const settled = debounced(body, STILL_MS);
  const query = useQuery(() => ({
    queryKey: inOrganization("dry-run", draft.id, settled()),
    queryFn: ({ signal }) => askDryRun(draft.id, settled() ?? "{}", signal),
    enabled: settled() !== null && may("integrations:test"),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 30_000,
  }));
  // What is shown was made of something else: not asked yet, not answered yet, or not to be run as it is.
  return { query, isOld: () => body() !== settled() || body() === null || query.isPlaceholderData };
}

export type LiveDryRun = ReturnType<typeof useLiveDryRun>;

/** Null while there is nothing to run or nothing to run it on. */
export function wishOf(draft: IntegrationDraft, sample: Sample, transform: unknown | null): string | null {
  const payloadText = sample.payloadText();
  if (payloadText === null || transform === null) return null;
  const { validation } = draft.changes();
  return dryRunBody({
    choice: sample.choice(),
    type: sample.type(),
    payloadText,
    transform,
    ...(validation === undefined ? {} : { validation }),
  });
}
