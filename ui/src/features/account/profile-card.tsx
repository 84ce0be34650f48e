import { useQueryClient } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import type { Account } from "~/api/account.ts";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";

const words = text.account.profile;

export function ProfileCard(props: { readonly account: Account }) {
  const queries = useQueryClient();
  // Null: not touched, so a name that was changed elsewhere is still followed.
  const [typed, setTyped] = createSignal<string | null>(null);
  const name = () => typed() ?? props.account.name;
  const isSame = () => name().trim() === props.account.name || name().trim() === "";
  const save = useAction(async () => {
    const saved = await answer(api.PATCH("/api/v1/me", { body: { name: name().trim() } }));
    queries.setQueryData(["account"], saved);
    setTyped(null);
    toast({ title: words.saved });
  });
  return (
    <Card title={words.title}>
      <form
        class="flex max-w-md flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSame()) void save.run();
        }}
      >
        <TextInput
          label={words.name}
          autocomplete="name"
          required
          value={name()}
          onInput={setTyped}
          error={save.fieldError("/name")}
        />
        <TextInput
          label={words.email}
          hint={words.emailHint}
          type="email"
          disabled
          value={props.account.email}
          onInput={() => undefined}
        />
        <p class="text-sm text-soft">
          {words.since} <Moment at={props.account.createdAt} />
        </p>
        <ProblemNote problem={save.problem()} />
        <Button type="submit" class="self-start" busy={save.busy()} disabled={isSame()}>
          {text.shell.actions.save}
        </Button>
      </form>
    </Card>
  );
}
