import { A, useLocation, useNavigate } from "@solidjs/router";
import { createEffect, createSignal, Match, on, Show, Switch } from "solid-js";
import { asProblem, type ProblemDocument } from "~/api/problem.ts";
import { lookAtInvitation, type SeenInvitation } from "~/api/session.ts";
import { text } from "~/text/index.ts";
import { InvitationFacts } from "./invitation-facts.tsx";
import { JoinForm } from "./join-form.tsx";
import { readToken } from "./read-token.ts";
import { RefusedInvitation } from "./refused-invitation.tsx";
import { SignInFrame } from "./sign-in-frame.tsx";
import { TokenForm } from "./token-form.tsx";

const words = text.signIn.accept;

type Step =
  | { readonly kind: "ask" }
  | { readonly kind: "look" }
  | { readonly kind: "refused"; readonly token: string; readonly problem: ProblemDocument }
  | { readonly kind: "join"; readonly token: string; readonly invitation: SeenInvitation };

/** Whoever was invited comes here with the token, sees what it is about, and leaves signed in. */
export default function AcceptPage() {
  const navigate = useNavigate();
  const location = useLocation();
  const given = () => readToken(location.hash, location.search);
  const [step, setStep] = createSignal<Step>({ kind: given() === null ? "ask" : "look" });
  const look = async (token: string) => {
    setStep({ kind: "look" });
    try {
      setStep({ kind: "join", token, invitation: await lookAtInvitation(token) });
    } catch (error) {
      setStep({ kind: "refused", token, problem: asProblem(error) });
    }
  };
  createEffect(on(given, (token) => token !== null && void look(token)));
  const joining = () => {
    const now = step();
    return now.kind === "join" ? now : null;
  };
  const refused = () => {
    const now = step();
    return now.kind === "refused" ? now : null;
  };
  const title = () => {
    const found = joining();
    return found === null ? words.title : words.titleFor(found.invitation.organizationName ?? words.platform);
  };
  return (
    <SignInFrame title={title()}>
      <Switch>
        <Match when={step().kind === "ask"}>
          <TokenForm onToken={(token) => void look(token)} />
        </Match>
        <Match when={step().kind === "look"}>
          <p role="status" class="text-sm text-soft">
            {words.looking}
          </p>
        </Match>
        <Match when={refused()}>
          {(now) => (
            <RefusedInvitation
              problem={now().problem}
              onAgain={() => void look(now().token)}
              onAnother={() => setStep({ kind: "ask" })}
            />
          )}
        </Match>
        <Match when={joining()}>
          {(found) => (
            <>
              <InvitationFacts invitation={found().invitation} />
              <Show when={found().invitation.role !== null}>
                <JoinForm
                  token={found().token}
                  invitation={found().invitation}
                  onJoined={(place) => navigate(place, { replace: true })}
                />
              </Show>
            </>
          )}
        </Match>
      </Switch>
      <p class="mt-5 text-center text-sm">
        <A href="/sign-in" class="text-accent-ink hover:underline">
          {words.back}
        </A>
      </p>
    </SignInFrame>
  );
}
