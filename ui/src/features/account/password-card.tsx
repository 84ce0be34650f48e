import { useQueryClient } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
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
        <TextInput
          label={words.current}
          type="password"
          autocomplete="current-password"
          required
          value={current()}
          onInput={setCurrent}
          error={change.fieldError("/currentPassword")}
        />
        <TextInput
          label={words.next}
          hint={words.nextHint}
          type="password"
          autocomplete="new-password"
          required
          value={next()}
          onInput={setNext}
          error={change.fieldError("/newPassword")}
        />
        <TextInput
          label={words.again}
          type="password"
          autocomplete="new-password"
          required
          value={again()}
          onInput={setAgain}
          error={differ() ? words.different : undefined}
        />
        <ProblemNote problem={change.problem()} />
        <Button type="submit" class="self-start" busy={change.busy()} disabled={!isWhole()}>
          {words.submit}
        </Button>
      </form>
    </Card>
  );
}
