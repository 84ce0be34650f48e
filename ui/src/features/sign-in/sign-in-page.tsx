import { A, Navigate, useNavigate, useSearchParams } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { ApiProblem, asProblem } from "~/api/problem.ts";
import { sessionState, signIn } from "~/api/session.ts";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { SignInFrame } from "./sign-in-frame.tsx";

const CODE_NEEDED = "second_factor_needed";

export default function SignInPage() {
  const navigate = useNavigate();
  const [params] = useSearchParams<{ to?: string }>();
  const [email, setEmail] = createSignal("");
  const [password, setPassword] = createSignal("");
  const [code, setCode] = createSignal("");
  const [codeAsked, setCodeAsked] = createSignal(false);
  const [failure, setFailure] = createSignal<string | null>(null);
  const [busy, setBusy] = createSignal(false);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await signIn(email(), password(), codeAsked() ? code() : undefined);
      navigate(ownPath(params.to), { replace: true });
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.code === CODE_NEEDED && !codeAsked())
        setCodeAsked(true);
      else setFailure(asProblem(error).detail);
    } finally {
      setBusy(false);
    }
  };

  return (
    <SignInFrame title={text.signIn.title}>
      {/* A bookmark of this page, or the one beside that signed in: there is nothing to ask. */}
      <Show when={sessionState() === "signed_in" && !busy()}>
        <Navigate href={ownPath(params.to)} />
      </Show>
      <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <TextInput
          label={text.signIn.email}
          type="email"
          name="email"
          autocomplete="username"
          autofocus
          required
          value={email()}
          onInput={setEmail}
        />
        <TextInput
          label={text.signIn.password}
          type="password"
          name="password"
          autocomplete="current-password"
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
      <p class="mt-5 text-center text-sm text-faint">
        <A href="/accept" class="text-accent-ink hover:underline">
          {text.signIn.invitation}
        </A>
      </p>
    </SignInFrame>
  );
}

/** Only a path of our own: a link that somebody sends must not lead elsewhere after the password. */
function ownPath(to: string | undefined): string {
  return to?.startsWith("/") && !to.startsWith("//") && !to.startsWith("/\\") ? to : "/";
}
