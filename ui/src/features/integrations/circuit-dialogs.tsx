import { createSignal, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { Confirm } from "~/components/dialog.tsx";
import { TextInput } from "~/components/field.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { Switch } from "~/components/toggle.tsx";
import { text } from "~/text/index.ts";
import { type Rate, RateFields } from "./rate-fields.tsx";
import { pauseCircuit, useCircuitRefresh } from "./use-circuit-turn.ts";

interface CircuitDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly integration: { readonly id: string; readonly name: string };
}

/** Holds an integration's deliveries. Nothing is lost; whoever comes later reads why. */
export function PauseDialog(props: CircuitDialogProps) {
  const words = text.integrations.circuit;
  const [reason, setReason] = createSignal("");
  const order = useOrder(props, async () => {
    await pauseCircuit(props.integration.id, reason().trim());
    toast({ title: words.paused(props.integration.name) });
    setReason("");
  });
  return (
    <Confirm
      open={props.open}
      onClose={props.onClose}
      onConfirm={order.run}
      busy={order.isBusy()}
      disabled={reason().trim() === ""}
      title={words.pauseTitle(props.integration.name)}
      description={words.pauseHint}
      confirm={words.pause}
    >
      <Reason value={reason()} onInput={setReason} />
    </Confirm>
  );
}

/** Ends a pause or an open circuit; what was held can be let out slowly. */
export function ResumeDialog(props: CircuitDialogProps) {
  const words = text.integrations.circuit;
  const [reason, setReason] = createSignal("");
  const [drain, setDrain] = createSignal<Rate | null>(null);
  const order = useOrder(props, async () => {
    const params = { path: { id: props.integration.id } };
    const body = { reason: reason().trim(), drain: drain() };
    await answer(api.POST("/api/v1/integrations/{id}/circuit/resume", { params, body }));
    toast({ title: words.resumed(props.integration.name) });
    setReason("");
  });
  return (
    <Confirm
      open={props.open}
      onClose={props.onClose}
      onConfirm={order.run}
      busy={order.isBusy()}
      disabled={reason().trim() === ""}
      title={words.resumeTitle(props.integration.name)}
      description={words.resumeHint}
      confirm={words.resume}
    >
      <div class="flex flex-col gap-4">
        <Reason value={reason()} onInput={setReason} />
        <Switch
          label={words.drain}
          hint={words.drainHint}
          checked={drain() !== null}
          onChange={(on) => setDrain(on ? { limit: 60, per: "minute", burst: 10 } : null)}
        />
        <Show when={drain()}>{(rate) => <RateFields value={rate()} onChange={setDrain} />}</Show>
      </div>
    </Confirm>
  );
}

function Reason(props: { readonly value: string; readonly onInput: (value: string) => void }) {
  return (
    <TextInput
      label={text.integrations.circuit.reason}
      hint={text.integrations.circuit.reasonHint}
      required
      value={props.value}
      onInput={props.onInput}
    />
  );
}

function useOrder(props: CircuitDialogProps, give: () => Promise<void>) {
  const refresh = useCircuitRefresh();
  const [isBusy, setBusy] = createSignal(false);
  const run = async () => {
    setBusy(true);
    try {
      await give();
      props.onClose();
      void refresh();
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { run: () => void run(), isBusy };
}
