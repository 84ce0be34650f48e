import { A, Navigate, useNavigate, useSearchParams } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { sessionState } from "~/api/session.ts";
import { text } from "~/text/index.ts";
import { ForgottenPassword } from "./forgotten-password.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { SignInFrame } from "./sign-in-frame.tsx";

export default function SignInPage() {
  const navigate = useNavigate();
  const [params] = useSearchParams<{ to?: string }>();
  const [busy, setBusy] = createSignal(false);
  return (
    <SignInFrame title={text.signIn.title}>
      {/* A bookmark of this page, or the one beside that signed in: there is nothing to ask. */}
      <Show when={sessionState() === "signed_in" && !busy()}>
        <Navigate href={ownPath(params.to)} />
      </Show>
      <SignInForm onBusy={setBusy} onSignedIn={() => navigate(ownPath(params.to), { replace: true })} />
      <ForgottenPassword />
      <p class="mt-3 text-center text-sm text-faint">
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
