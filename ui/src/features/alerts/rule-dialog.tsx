import { createEffect, createSignal, on, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { asProblem } from "~/api/problem.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import type { AlertRule } from "./rule-condition.ts";
import { type DraftErrors, draftErrors, draftOf, NEW_RULE, type RuleDraft, requestOf } from "./rule-draft.ts";
import { RuleForm } from "./rule-form.tsx";
import { useRefreshAlerts } from "./use-alerts.ts";

const words = text.alerts.form;

/** In the address in place of the id of a rule that is not there yet. */
export const NEW_RULE_ID = "new";

interface RuleDialogProps {
  /** Of the rule to change, or NEW_RULE_ID; null keeps it closed. */
  readonly id: string | null;
  readonly rules: readonly AlertRule[];
  readonly onClose: () => void;
}

export function RuleDialog(props: RuleDialogProps) {
  const refresh = useRefreshAlerts();
  const [draft, setDraft] = createSignal<RuleDraft>(NEW_RULE);
  const [refused, setRefused] = createSignal<DraftErrors>({});
  const [isSent, setSent] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const isNew = () => props.id === NEW_RULE_ID;
  const rule = () => props.rules.find(({ id }) => id === props.id);
  const isOpen = () => props.id !== null && (isNew() || rule() !== undefined);
  // Once, when it opens: what the list learns while somebody writes must not overwrite it.
  createEffect(
    on(
      () => isOpen() && props.id,
      () => {
        const existing = rule();
        setDraft(existing === undefined ? NEW_RULE : draftOf(existing));
        setRefused({});
        setSent(false);
      },
    ),
  );
  /** Not before it was tried: nobody wants to be told that an empty form is empty. */
  const errors = (): DraftErrors => (isSent() ? { ...refused(), ...draftErrors(draft()) } : {});

  const save = async () => {
    setSent(true);
    setRefused({});
    const existing = rule();
    if (Object.keys(draftErrors(draft())).length > 0 || busy()) return;
    setBusy(true);
    try {
      const body = requestOf(draft());
      if (existing === undefined)
        await answer(api.POST("/api/v1/alert-rules", { body: { ...body, mutedUntil: null } }));
      else
        await answer(api.PATCH("/api/v1/alert-rules/{id}", { params: { path: { id: existing.id } }, body }));
      toast({ title: existing === undefined ? text.alerts.rules.made : text.alerts.rules.saved });
      props.onClose();
      await refresh();
    } catch (error) {
      const found = asProblem(error).errors.map(({ pointer, message }) => [pointer, message]);
      if (found.length === 0) toastProblem(error);
      setRefused(Object.fromEntries(found));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open={isOpen()}
      onClose={props.onClose}
      title={isNew() ? words.makeTitle : words.changeTitle}
      footer={
        <>
          <Button onClick={props.onClose}>{text.shell.actions.cancel}</Button>
          <Button look="primary" type="submit" form="alert-rule" busy={busy()}>
            {isNew() ? words.create : words.save}
          </Button>
        </>
      }
    >
      <form
        id="alert-rule"
        // What is wrong is said at the field, in the words of the dictionary.
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Show when={isOpen()}>
          <RuleForm draft={draft()} onChange={setDraft} errors={errors()} />
        </Show>
      </form>
    </Dialog>
  );
}
