import { useQueryClient } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import { toast, toastProblem } from "~/components/toast.tsx";
import { rememberFocus } from "~/primitives/focus-return.ts";
import { text } from "~/text/index.ts";

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Asks the gateway itself. @throws ApiProblem */
export function pauseCircuit(id: string, reason: string) {
  return answer(
    api.POST("/api/v1/integrations/{id}/circuit/pause", { params: { path: { id } }, body: { reason } }),
  );
}

/** Everything that shows whether something is held. */
export function useCircuitRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    for (const key of ["circuits", "overview", "deliveries"])
      void client.invalidateQueries({ queryKey: inOrganization(key) });
    await client.invalidateQueries({ queryKey: inOrganization("integrations") });
  };
}

/**
 * Holding and letting go with one press: whoever is in a hurry gives the reason afterwards. `onReason` opens the question
 * for it.
 */
export function useCircuitTurn(onReason: (integration: Named) => void) {
  const words = text.integrations.circuit;
  const refresh = useCircuitRefresh();
  const [busy, setBusy] = createSignal<string | null>(null);
  const give = async (id: string, order: () => Promise<void>) => {
    if (busy() !== null) return;
    setBusy(id);
    try {
      await order();
      await refresh();
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(null);
    }
  };
  const circuitOf = (id: string) =>
    answer(api.GET("/api/v1/integrations/{id}/circuit", { params: { path: { id } } }));
  const letGo = (id: string, reason: string) =>
    answer(
      api.POST("/api/v1/integrations/{id}/circuit/resume", {
        params: { path: { id } },
        body: { reason, drain: null },
      }),
    );

  const pause = (integration: Named, undoneReason?: string) => {
    const giveBack = rememberFocus();
    return give(integration.id, async () => {
      const before = await circuitOf(integration.id);
      await pauseCircuit(integration.id, undoneReason ?? words.quickReason);
      const undo = () => {
        void resume(integration, true);
        giveBack();
      };
      toast({
        title: words.paused(integration.name),
        detail: words.pauseHint,
        // Letting go would close a circuit that was open before: that is no way back.
        action: before.phase === "closed" ? { label: text.shell.actions.undo, run: undo } : undefined,
        second: { label: words.addReason, run: () => onReason(integration) },
      });
    });
  };
  const resume = (integration: Named, isUndo = false): Promise<void> => {
    const giveBack = rememberFocus();
    return give(integration.id, async () => {
      const { paused } = await circuitOf(integration.id);
      await letGo(integration.id, isUndo ? words.undoneReason : words.quickResume);
      const again = () => {
        void pause(integration, paused?.reason);
        giveBack();
      };
      toast({
        title: words.resumed(integration.name),
        detail: words.resumeHint,
        action: isUndo || paused === null ? undefined : { label: text.shell.actions.undo, run: again },
      });
    });
  };
  return { pause: (it: Named) => void pause(it), resume: (it: Named) => void resume(it), busy };
}

export type CircuitTurn = ReturnType<typeof useCircuitTurn>;
