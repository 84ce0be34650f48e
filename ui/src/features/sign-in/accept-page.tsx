import { A, useNavigate, useSearchParams } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { asProblem } from "~/api/problem.ts";
import { acceptInvitation, signIn } from "~/api/session.ts";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import { SignInFrame } from "./sign-in-frame.tsx";

const words = text.signIn.accept;

/** Whoever was invited comes here with the token, and leaves signed in. */
export default function AcceptPage() {
  const navigate = useNavigate();
  const [params] = useSearchParams<{ token?: string }>();
  const [token, setToken] = createSignal(params.token ?? "");
  const [name, setName] = createSignal("");
  const [password, setPassword] = createSignal("");
  const [failure, setFailure] = createSignal<string | null>(null);
  const [busy, setBusy] = createSignal(false);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      const { email } = await acceptInvitation(token().trim(), name(), password());
      // Somebody with a second factor is asked for it where everybody signs in.
      await signIn(email, password()).catch(() => undefined);
      navigate("/", { replace: true });
    } catch (error) {
      const { detail, errors } = asProblem(error);
      setFailure(errors[0]?.message ?? detail);
    } finally {
      setBusy(false);
    }
  };

  return (
    <SignInFrame title={words.title}>
      <form class="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <TextInput
          label={words.token}
          hint={words.tokenHint}
          mono
          required
          value={token()}
          onInput={setToken}
        />
        <TextInput label={words.name} autocomplete="name" required value={name()} onInput={setName} />
        <TextInput
          label={words.password}
          hint={words.passwordHint}
          type="password"
          autocomplete="new-password"
          required
          value={password()}
          onInput={setPassword}
        />
        <Show when={failure()}>
          {(detail) => (
            <p role="alert" class="rounded-md bg-bad-soft px-3 py-2 text-sm text-bad">
              {detail()}
            </p>
          )}
        </Show>
        <Button type="submit" look="primary" busy={busy()}>
          {words.submit}
        </Button>
      </form>
      <p class="mt-5 text-center text-sm">
        <A href="/sign-in" class="text-accent-ink hover:underline">
          {words.back}
        </A>
      </p>
    </SignInFrame>
  );
}
