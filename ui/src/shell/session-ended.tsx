import { Dialog as Kobalte } from "@kobalte/core/dialog";
import { useNavigate } from "@solidjs/router";
import { useQueryClient } from "@tanstack/solid-query";
import { type Account, useAccount } from "~/api/account.ts";
import { signOut } from "~/api/session.ts";
import { Button } from "~/components/button.tsx";
import { SignInForm } from "~/features/sign-in/sign-in-form.tsx";
import { SignInFrame } from "~/features/sign-in/sign-in-frame.tsx";
import { text } from "~/text/index.ts";

/**
 * The session came to its end while somebody was at work: they sign in again in front of the page, and what they typed is
 * still on it. The page itself is hidden meanwhile: whoever passes by must not read it.
 */
export default function SessionEnded() {
  const words = text.signIn.ended;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const account = useAccount();
  // As it was: the query that knows it will fail until somebody is signed in again.
  const before: Account | undefined = account.data;
  const leave = async () => {
    await signOut();
    queries.clear();
    navigate("/sign-in", { replace: true });
  };
  const goOn = async (email: string) => {
    if (email.toLowerCase() === before?.email.toLowerCase()) {
      await queries.invalidateQueries();
      return;
    }
    // Somebody else: nothing of the one before may be left.
    queries.clear();
    navigate("/", { replace: true });
  };
  return (
    // A dialog over every other: one that was open has the focus otherwise, and whoever types is not heard here.
    <Kobalte open modal>
      <Kobalte.Portal>
        <Kobalte.Content class="fixed inset-0 z-90 overflow-y-auto bg-page outline-none">
          <SignInFrame title={<Kobalte.Title>{words.title}</Kobalte.Title>}>
            <p class="mb-4 text-sm text-soft">{words.text}</p>
            <SignInForm email={before?.email ?? ""} onSignedIn={(email) => void goOn(email)} />
            <Button class="mt-3 w-full" look="quiet" onClick={() => void leave()}>
              {words.leave}
            </Button>
          </SignInFrame>
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  );
}
