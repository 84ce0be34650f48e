import { useQueryClient } from "@tanstack/solid-query";
import { createEffect, createSignal, on } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { TextInput } from "~/components/field.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";

const words = text.account.factor.switchOff;
const FORM = "disable-second-factor";

export function DisableDialog(props: { readonly open: boolean; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [password, setPassword] = createSignal("");
  const [code, setCode] = createSignal("");
  const disable = useAction(async () => {
    await answer(
      api.POST("/api/v1/me/second-factor/disable", { body: { password: password(), code: code() } }),
    );
    await queries.invalidateQueries({ queryKey: ["account"] });
    toast({ title: text.account.factor.disabled });
    props.onClose();
  });
  createEffect(
    on(
      () => props.open,
      () => {
        setPassword("");
        setCode("");
        disable.clear();
      },
    ),
  );
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={words.title}
      description={words.description}
      footer={
        <>
          <Button onClick={props.onClose}>{text.shell.actions.cancel}</Button>
          <Button
            look="danger"
            type="submit"
            form={FORM}
            busy={disable.busy()}
            disabled={password() === "" || code().trim() === ""}
          >
            {words.confirm}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        class="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void disable.run();
        }}
      >
        <TextInput
          label={words.password}
          type="password"
          autocomplete="current-password"
          required
          value={password()}
          onInput={setPassword}
          error={disable.fieldError("/password")}
        />
        <TextInput
          label={words.code}
          hint={words.codeHint}
          autocomplete="one-time-code"
          required
          value={code()}
          onInput={setCode}
          error={disable.fieldError("/code")}
        />
        <ProblemNote problem={disable.problem()} />
      </form>
    </Dialog>
  );
}
