import { toaster } from "@kobalte/core/toast";
import { useNavigate } from "@solidjs/router";
import { useQueryClient } from "@tanstack/solid-query";
import { useMay } from "~/api/account.ts";
import { answer, api, organizationId } from "~/api/client.ts";
import { toast, toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import type { Job } from "./bulk-requests.ts";
import { JobToast } from "./job-toast.tsx";
import { refreshAll } from "./use-job.tsx";

/** What can be done about a job. Each says itself how it went. */
export interface JobActions {
  /** In a toast that stays until it is over: progress and "Cancel", then the result and "Undo". */
  follow(job: Job): void;
  /** Takes `jobs:cancel`. */
  cancel(job: Job): Promise<void>;
  /** Begins the undo and follows it. Takes `jobs:cancel`. */
  undo(job: Job): Promise<void>;
}

export function useJobActions(): JobActions {
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();

  const actions: JobActions = {
    follow(job) {
      const org = organizationId();
      if (org === null || !may("jobs:read")) {
        toast({ title: text.jobs.bulk.begun(text.jobs.kind[job.kind]) });
        return;
      }
      const mayCancel = may("jobs:cancel");
      toaster.show(({ toastId }) => (
        <JobToast
          toastId={toastId}
          first={job}
          org={org}
          onShow={() => navigate(`/o/${org}/jobs?job=${job.id}`)}
          onCancel={mayCancel ? (shown) => void actions.cancel(shown) : null}
          onUndo={mayCancel ? (shown) => void actions.undo(shown) : null}
        />
      ));
    },
    async cancel(job) {
      try {
        await answer(api.POST("/api/v1/jobs/{id}/cancel", { params: { path: { id: job.id } } }));
      } catch (error) {
        toastProblem(error);
      }
      await refreshAll(queries, organizationId());
    },
    async undo(job) {
      try {
        const params = { path: { id: job.id } };
        actions.follow(await answer(api.POST("/api/v1/jobs/{id}/undo", { params })));
      } catch (error) {
        toastProblem(error);
      }
      await refreshAll(queries, organizationId());
    },
  };
  return actions;
}
