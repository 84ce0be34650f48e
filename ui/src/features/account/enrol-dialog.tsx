import { useQueryClient } from "@tanstack/solid-query";
import { createEffect, createSignal, Match, on, Switch } from "solid-js";
import type { components } from "~/api/openapi.d.ts";
import { Dialog } from "~/components/dialog.tsx";
import { toast } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import { ConfirmStep } from "./confirm-step.tsx";
import { ProofStep } from "./proof-step.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

const words = text.account.factor;

type Step =
  | { readonly kind: "proof" }
  | { readonly kind: "confirm"; readonly factor: components["schemas"]["NewSecondFactor"] }
  | { readonly kind: "codes"; readonly codes: readonly string[] };

interface EnrolDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly email: string;
  /** There is one already: it is switched off first, with a code of it. */
  readonly isOn: boolean;
}

/** Password, QR code, first code, recovery codes: one after the other, and nothing counts before the first code. */
export function EnrolDialog(props: EnrolDialogProps) {
  const queries = useQueryClient();
  const [step, setStep] = createSignal<Step>({ kind: "proof" });
  const [isAnew, setAnew] = createSignal(false);
  createEffect(
    on(
      () => props.open,
      (open) => {
        if (!open) return;
        setStep({ kind: "proof" });
        // As it was when it began: on the way the account goes from on to off and on again.
        setAnew(props.isOn);
      },
    ),
  );
  const reload = () => void queries.invalidateQueries({ queryKey: ["account"] });
  const close = () => {
    const wasEnabled = step().kind === "codes";
    props.onClose();
    reload();
    if (wasEnabled) toast({ title: words.enabled });
  };
  const at = <K extends Step["kind"]>(kind: K) => {
    const current = step();
    return current.kind === kind ? (current as Extract<Step, { kind: K }>) : false;
  };
  const title = () => {
    if (step().kind === "codes") return words.enrol.codesTitle;
    return isAnew() ? words.enrol.titleAnew : words.enrol.titleOn;
  };
  const description = () => {
    const { kind } = step();
    if (kind === "codes") return words.enrol.codesHint;
    if (kind === "confirm") return words.enrol.scan;
    return isAnew() ? words.enrol.proofAnew : words.enrol.proof;
  };
  return (
    <Dialog open={props.open} onClose={close} title={title()} description={description()}>
      <Switch>
        <Match when={at("proof")}>
          <ProofStep
            isOn={props.isOn}
            onDisabled={reload}
            onDone={(factor) => setStep({ kind: "confirm", factor })}
          />
        </Match>
        <Match when={at("confirm")}>
          {(confirm) => (
            <ConfirmStep
              factor={confirm().factor}
              onDone={(codes) => {
                setStep({ kind: "codes", codes });
                reload();
              }}
            />
          )}
        </Match>
        <Match when={at("codes")}>
          {(shown) => <RecoveryCodes codes={shown().codes} email={props.email} onKept={close} />}
        </Match>
      </Switch>
    </Dialog>
  );
}
