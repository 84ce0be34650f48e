import { createSignal, Show } from "solid-js";
import { ApiProblem, asProblem } from "~/api/problem.ts";
import { signIn } from "~/api/session.ts";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";

const CODE_NEEDED = "second_factor_needed";

/** Address and password, then the code where the account has a second factor. */
export function SignInForm(props: {
  readonly email?: string;
  readonly onSignedIn: (email: string) => void;
  /** While it is asked, whoever is signed in by it must not be led away. */
  readonly onBusy?: (busy: boolean) => void;
}) {
  const [email, setEmail] = createSignal(props.email ?? "");
  const [password, setPassword] = createSignal("");
  const [code, setCode] = createSignal("");
  const [codeAsked, setCodeAsked] = createSignal(false);
  const [failure, setFailure] = createSignal<string | null>(null);
  const [busy, setBusySignal] = createSignal(false);
  const setBusy = (now: boolean) => {
    setBusySignal(now);
    props.onBusy?.(now);
  };

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await signIn(email(), password(), codeAsked() ? code() : undefined);
      props.onSignedIn(email());
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.code === CODE_NEEDED && !codeAsked())
        setCodeAsked(true);
      else setFailure(asProblem(error).detail);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <TextInput
        label={text.signIn.email}
        type="email"
        name="email"
        autocomplete="username"
        autofocus={props.email === undefined}
        required
        value={email()}
        onInput={setEmail}
      />
      <TextInput
        label={text.signIn.password}
        type="password"
        name="password"
        autocomplete="current-password"
        autofocus={props.email !== undefined}
        required
        value={password()}
        onInput={setPassword}
      />
      <Show when={codeAsked()}>
        <p role="status" class="rounded-md bg-info-soft px-3 py-2 text-sm text-info">
          {text.signIn.codeNeeded}
        </p>
        <TextInput
          label={text.signIn.code}
          hint={text.signIn.codeHint}
          name="code"
          autocomplete="one-time-code"
          autofocus
          required
          value={code()}
          onInput={setCode}
        />
      </Show>
      <Show when={failure()}>
        {(detail) => (
          <p role="alert" class="rounded-md bg-bad-soft px-3 py-2 text-sm text-bad">
            {detail()}
          </p>
        )}
      </Show>
      <Button type="submit" look="primary" busy={busy()}>
        {text.signIn.submit}
      </Button>
    </form>
  );
}
