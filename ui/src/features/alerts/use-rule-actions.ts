import { answer, api } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { toast, toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import { MUTE_SPANS, type MuteSpan } from "./alert-state.ts";
import type { AlertRule } from "./rule-condition.ts";
import { useRefreshAlerts } from "./use-alerts.ts";

const words = text.alerts.rules;
type Patch = components["schemas"]["AlertRulePatch"];

/** What is done to a rule at once, each with its undo. */
export function useRuleActions() {
  const refresh = useRefreshAlerts();

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      toastProblem(error);
    }
    await refresh();
  };
  const patch = async (rule: AlertRule, body: Patch) => {
    await answer(api.PATCH("/api/v1/alert-rules/{id}", { params: { path: { id: rule.id } }, body }));
  };
  const undoing = (run: () => Promise<void>) => ({
    label: text.shell.actions.undo,
    run: () => void attempt(run),
  });

  return {
    mute: (rule: AlertRule, span: MuteSpan) =>
      attempt(async () => {
        await patch(rule, { mutedUntil: new Date(Date.now() + MUTE_SPANS[span]).toISOString() });
        toast({
          title: words.muted(rule.name),
          action: undoing(() => patch(rule, { mutedUntil: rule.mutedUntil })),
        });
      }),
    unmute: (rule: AlertRule) =>
      attempt(async () => {
        await patch(rule, { mutedUntil: null });
        toast({
          title: words.unmuted(rule.name),
          action: undoing(() => patch(rule, { mutedUntil: rule.mutedUntil })),
        });
      }),
    setEnabled: (rule: AlertRule, enabled: boolean) =>
      attempt(async () => {
        await patch(rule, { enabled });
        toast({
          title: enabled ? words.switchedOn(rule.name) : words.switchedOff(rule.name),
          action: undoing(() => patch(rule, { enabled: !enabled })),
        });
      }),
    remove: (rule: AlertRule) =>
      attempt(async () => {
        await answer(api.DELETE("/api/v1/alert-rules/{id}", { params: { path: { id: rule.id } } }));
        const { name, condition, integrationIds, enabled, mutedUntil } = rule;
        const body = { name, condition, integrationIds, enabled, mutedUntil };
        toast({
          title: words.deleted(rule.name),
          // A new rule that looks for the same: the alerts of the old one are not part of it.
          action: undoing(async () => {
            await answer(api.POST("/api/v1/alert-rules", { body }));
          }),
        });
      }),
    makeFirst: () =>
      attempt(async () => {
        const { made } = await answer(api.POST("/api/v1/alert-rules/defaults"));
        toast({ title: words.started(made.length) });
      }),
  };
}
