import { createSignal, Show } from "solid-js";
import { isRefusedProof } from "~/api/is-refused-proof.ts";
import { asProblem, type ProblemDocument } from "~/api/problem.ts";
import { signIn } from "~/api/session.ts";
import { AlertNote } from "~/components/alert-note.tsx";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { emailFault, missingFault } from "~/features/connect/field-faults.ts";
import { PasswordInput } from "~/features/connect/password-input.tsx";
import { useChecks } from "~/features/connect/use-checks.ts";
import { focusFirstWrong } from "~/primitives/focus-wrong.ts";
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
  const [failure, setFailure] = createSignal<ProblemDocument | null>(null);
  const [busy, setBusySignal] = createSignal(false);
  const setBusy = (now: boolean) => {
    setBusySignal(now);
    props.onBusy?.(now);
  };
  const checks = useChecks(() => ({
    email: emailFault(email()),
    password: missingFault(password()),
    code: codeAsked() ? missingFault(code()) : undefined,
  }));
  const isWrong = () => isRefusedProof(failure());
  /** With a code it is the code, nearly always: it is asked for once the password was right. */
  const codeError = () => checks.faultOf("code") ?? (isWrong() ? text.signIn.wrongCode : undefined);
  const note = () => {
    if (!isWrong()) return failure()?.detail ?? null;
    return codeAsked() ? null : text.signIn.wrong;
  };

  // What was refused stays in sight until there is another answer: nothing may move under the pointer meanwhile.
  const submit = async () => {
    if (busy()) return;
    setBusy(true);
    try {
      await signIn(email(), password(), codeAsked() ? code() : undefined);
      props.onSignedIn(email());
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === CODE_NEEDED && !codeAsked()) {
        setFailure(null);
        setCodeAsked(true);
      } else {
        setFailure(problem);
        if (isWrong() && codeAsked()) focusFirstWrong();
      }
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      class="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => checks.submit(event, () => void submit())}
    >
      <TextInput
        label={text.signIn.email}
        type="email"
        name="email"
        autocomplete="username"
        autofocus={props.email === undefined}
        required
        value={email()}
        onInput={setEmail}
        error={checks.faultOf("email")}
      />
      <PasswordInput
        label={text.signIn.password}
        name="password"
        autocomplete="current-password"
        autofocus={props.email !== undefined}
        value={password()}
        onInput={setPassword}
        error={checks.faultOf("password")}
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
          error={codeError()}
        />
      </Show>
      <Show when={note()}>{(detail) => <AlertNote>{detail()}</AlertNote>}</Show>
      <Button type="submit" look="primary" busy={busy()}>
        {text.signIn.submit}
      </Button>
    </form>
  );
}
