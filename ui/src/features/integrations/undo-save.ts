import { useQueryClient } from "@tanstack/solid-query";
import { inOrganization } from "~/api/client.ts";
import { ApiProblem } from "~/api/problem.ts";
import { toast, toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import { type Integration, type IntegrationChanges, previousOf } from "./draft-changes.ts";
import { changeIntegration, integrationKey, type Versioned } from "./read-integration.ts";

/** Says that it is saved, with a way back, wherever one is by then: unless somebody changed it since. */
export function useUndoSave(): (before: Integration, sent: IntegrationChanges, saved: Versioned) => void {
  const words = text.integrations.draft;
  const client = useQueryClient();
  return (before, sent, saved) => {
    const previous = previousOf(before, sent);
    const undo = async () => {
      try {
        const undone = await changeIntegration(before.id, previous ?? {}, saved.etag);
        client.setQueryData(integrationKey(before.id), undone);
        void client.invalidateQueries({ queryKey: inOrganization("integrations") });
        toast({ title: words.undone });
      } catch (error) {
        const isOther = error instanceof ApiProblem && error.problem.status === 412;
        if (isOther) toast({ title: words.notUndone, detail: words.changedSince, bad: true });
        else toastProblem(error);
      }
    };
    const action = { label: text.shell.actions.undo, run: () => void undo() };
    toast({ title: words.saved, action: previous === null ? undefined : action });
  };
}
