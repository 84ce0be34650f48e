import { useNavigate } from "@solidjs/router";
import { useQueryClient } from "@tanstack/solid-query";
import { createSignal, Show } from "solid-js";
import { api, inOrganization, organizationId } from "~/api/client.ts";
import { readProblem } from "~/api/problem.ts";
import { Button } from "~/components/button.tsx";
import { Confirm } from "~/components/dialog.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import { tellSwitched } from "./enabled-switch.tsx";
import type { IntegrationTabProps } from "./use-integration-draft.tsx";

/** What is hard to take back. */
export default function DangerTab(props: IntegrationTabProps) {
  const words = text.integrations.danger;
  const { draft } = props;
  const navigate = useNavigate();
  const client = useQueryClient();
  const [isAsked, setAsked] = createSignal(false);
  const [typed, setTyped] = createSignal("");
  const [isBusy, setBusy] = createSignal(false);
  const name = () => draft.record().name;
  const turn = async (enabled: boolean, isUndo = false) => {
    if (draft.isSaving()) return;
    try {
      await draft.saveNow({ enabled });
      tellSwitched(name(), enabled, isUndo ? undefined : () => void turn(!enabled, true));
    } catch (error) {
      toastProblem(error);
    }
  };

  const remove = async () => {
    setBusy(true);
    try {
      const { response, error } = await api.DELETE("/api/v1/integrations/{id}", {
        params: { path: { id: draft.id } },
      });
      if (!response.ok) throw readProblem(response, error);
      draft.discard();
      navigate(`/o/${organizationId()}/integrations`, { replace: true });
      client.removeQueries({ queryKey: inOrganization("integrations", draft.id) });
      void client.invalidateQueries({ queryKey: inOrganization("integrations") });
      void client.invalidateQueries({ queryKey: inOrganization("integration-health") });
      toast({ title: words.deleted(name()) });
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="flex max-w-3xl flex-col gap-4">
      <Show when={draft.mayEdit()}>
        <Card title={draft.record().enabled ? words.disableTitle : words.enableTitle}>
          <div class="flex flex-wrap items-center justify-between gap-3">
            <p class="min-w-0 flex-1 basis-60 text-sm text-soft">
              {draft.record().enabled ? words.disableHint : words.enableHint}
            </p>
            <Button busy={draft.isSaving()} onClick={() => void turn(!draft.record().enabled)}>
              {draft.record().enabled ? words.disable : words.enable}
            </Button>
          </div>
        </Card>
      </Show>
      <Card title={words.deleteTitle}>
        <div class="flex flex-wrap items-center justify-between gap-3">
          <p class="min-w-0 flex-1 basis-60 text-sm text-soft">{words.deleteHint}</p>
          <Button look="danger" onClick={() => setAsked(true)}>
            {words.delete}
          </Button>
        </div>
      </Card>
      <Confirm
        open={isAsked()}
        onClose={() => setAsked(false)}
        onConfirm={() => void remove()}
        busy={isBusy()}
        disabled={typed() !== name()}
        danger
        title={words.sure(name())}
        description={words.deleteHint}
        confirm={words.delete}
      >
        <TextInput label={words.typeName(name())} autocomplete="off" value={typed()} onInput={setTyped} />
      </Confirm>
    </div>
  );
}
