import { createSignal, Show } from "solid-js";
import { isRefusedProof } from "~/api/is-refused-proof.ts";
import { asProblem, type ProblemDocument } from "~/api/problem.ts";
import { acceptInvitation, type SeenInvitation, signIn } from "~/api/session.ts";
import { AlertNote } from "~/components/alert-note.tsx";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { missingFault } from "~/features/connect/field-faults.ts";
import { PasswordInput } from "~/features/connect/password-input.tsx";
import { useChecks } from "~/features/connect/use-checks.ts";
import { focusFirstWrong } from "~/primitives/focus-wrong.ts";
import { text } from "~/text/index.ts";

const words = text.signIn.accept;

interface JoinFormProps {
  readonly token: string;
  readonly invitation: SeenInvitation;
  /** With the address of what was joined. */
  readonly onJoined: (place: string) => void;
}

/** Whoever has an account joins with its password; anybody else says how they are called and chooses one. */
export function JoinForm(props: JoinFormProps) {
  const isKnown = () => props.invitation.hasAccount;
  const [name, setName] = createSignal("");
  const [password, setPassword] = createSignal("");
  const [failure, setFailure] = createSignal<ProblemDocument | null>(null);
  const [busy, setBusy] = createSignal(false);
  const checks = useChecks(() => ({
    name: isKnown() ? undefined : missingFault(name()),
    password: missingFault(password()),
  }));
  const refusedAt = (pointer: string) =>
    failure()?.errors.find((error) => error.pointer === pointer)?.message;
  const isWrong = () => isKnown() && isRefusedProof(failure());
  const passwordError = () =>
    checks.faultOf("password") ?? (isWrong() ? words.wrong : refusedAt("/password"));
  const note = () => {
    const problem = failure();
    return problem === null || isWrong() || problem.errors.length > 0 ? null : problem.detail;
  };
  // What was refused stays in sight until there is another answer: nothing may move under the pointer meanwhile.
  const join = async () => {
    if (busy()) return;
    setBusy(true);
    try {
      const { email } = props.invitation;
      const joined = await acceptInvitation(props.token, isKnown() ? email : name(), password());
      // Somebody with a second factor is asked for it where everybody signs in.
      await signIn(email, password()).catch(() => undefined);
      props.onJoined(joined.organizationId === "*" ? "/" : `/o/${joined.organizationId}`);
    } catch (error) {
      setFailure(asProblem(error));
      focusFirstWrong();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => checks.submit(event, () => void join())}
    >
      <p class="text-sm text-soft">{isKnown() ? words.knownHint : words.newHint}</p>
      {/* Managers of passwords ask themselves whose it is. */}
      <input type="hidden" autocomplete="username" value={props.invitation.email} />
      <Show when={!isKnown()}>
        <TextInput
          label={words.name}
          autocomplete="name"
          required
          autofocus
          value={name()}
          onInput={setName}
          error={checks.faultOf("name") ?? refusedAt("/name")}
        />
      </Show>
      <PasswordInput
        label={words.password}
        hint={isKnown() ? undefined : words.passwordHint}
        autocomplete={isKnown() ? "current-password" : "new-password"}
        autofocus={isKnown()}
        value={password()}
        onInput={setPassword}
        error={passwordError()}
      />
      <Show when={note()}>{(detail) => <AlertNote>{detail()}</AlertNote>}</Show>
      <Button type="submit" look="primary" busy={busy()}>
        {isKnown() ? words.submitKnown : words.submit}
      </Button>
      <p class="text-xs text-faint">{words.notYou}</p>
    </form>
  );
}
