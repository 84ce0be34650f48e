import { useQueryClient } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { isRefusedProof } from "~/api/is-refused-proof.ts";
import { Button } from "~/components/button.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { PasswordInput } from "~/features/connect/password-input.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";

const words = text.account.password;

export function PasswordCard(props: { readonly email: string }) {
  const queries = useQueryClient();
  const [current, setCurrent] = createSignal("");
  const [next, setNext] = createSignal("");
  const [again, setAgain] = createSignal("");
  const differ = () => again() !== "" && again() !== next();
  const isWhole = () => current() !== "" && next() !== "" && again() === next();
  const change = useAction(async () => {
    await answer(
      api.POST("/api/v1/me/password", { body: { currentPassword: current(), newPassword: next() } }),
    );
    for (const clear of [setCurrent, setNext, setAgain]) clear("");
    toast({ title: words.done, detail: words.doneDetail });
    void queries.invalidateQueries({ queryKey: ["sessions"] });
  });
  const isWrong = () => isRefusedProof(change.problem());
  return (
    <Card title={words.title}>
      <form
        class="flex max-w-md flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole()) void change.run();
        }}
      >
        {/* Managers of passwords ask themselves whose it is. */}
        <input type="hidden" autocomplete="username" value={props.email} />
        <PasswordInput
          label={words.current}
          autocomplete="current-password"
          value={current()}
          onInput={setCurrent}
          error={isWrong() ? words.wrong : change.fieldError("/currentPassword")}
        />
        <PasswordInput
          label={words.next}
          hint={words.nextHint}
          autocomplete="new-password"
          value={next()}
          onInput={setNext}
          error={change.fieldError("/newPassword")}
        />
        <PasswordInput
          label={words.again}
          autocomplete="new-password"
          value={again()}
          onInput={setAgain}
          error={differ() ? words.different : undefined}
        />
        <ProblemNote problem={isWrong() ? null : change.problem()} />
        <Button type="submit" class="self-start" busy={change.busy()} disabled={!isWhole()}>
          {words.submit}
        </Button>
      </form>
    </Card>
  );
}
