import { useQueryClient } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { answer, api, organizationId } from "~/api/client.ts";
import { toast, toastProblem } from "~/components/toast.tsx";
import { startBulk } from "~/features/jobs/bulk-requests.ts";
import { useJobActions } from "~/features/jobs/job-actions.tsx";
import { refreshAll } from "~/features/jobs/use-job.tsx";
import { text } from "~/text/index.ts";
import type { DeliveryAction } from "./possible-actions.ts";

/**
 * One delivery sent again, discarded or called off. The latter two go by a job of one delivery, because a job can be taken
 * back and the action on the single delivery cannot.
 */
export function useDeliveryActions() {
  const queries = useQueryClient();
  const jobs = useJobActions();
  const [busy, setBusy] = createSignal<DeliveryAction | null>(null);

  const act = async (action: DeliveryAction, id: string): Promise<boolean> => {
    setBusy(action);
    try {
      await perform(action, id);
      return true;
    } catch (error) {
      toastProblem(error);
      return false;
    } finally {
      setBusy(null);
      void refreshAll(queries, organizationId());
    }
  };
  const perform = async (action: DeliveryAction, id: string): Promise<void> => {
    const params = { path: { id } };
    switch (action) {
      case "replay":
        await answer(api.POST("/api/v1/deliveries/{id}/replay", { params }));
        return toast({ title: text.deliveries.detail.replayed });
      case "retry":
        await answer(api.POST("/api/v1/dead-letters/{id}/retry", { params }));
        return toast({ title: text.deliveries.detail.replayed });
      case "discard":
        return jobs.follow(await startBulk({ kind: "discard_dead_letters", filter: { ids: [id] } }, null));
      case "cancel":
        return jobs.follow(await startBulk({ kind: "cancel_waiting", filter: { ids: [id] } }, null));
    }
  };
  return { act, busy };
}
