import { createSignal, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { isRefusedProof } from "~/api/is-refused-proof.ts";
import type { components } from "~/api/openapi.d.ts";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";

const words = text.account.factor.enrol;

interface ProofStepProps {
  readonly isOn: boolean;
  readonly onDisabled: () => void;
  readonly onDone: (factor: components["schemas"]["NewSecondFactor"]) => void;
}

/** A stolen access token must not be enough to put another authenticator in: the password is asked for again. */
export function ProofStep(props: ProofStepProps) {
  const [password, setPassword] = createSignal("");
  const [code, setCode] = createSignal("");
  const isWhole = () => password() !== "" && (!props.isOn || code().trim() !== "");
  const begin = useAction(async () => {
    if (props.isOn) {
      await answer(
        api.POST("/api/v1/me/second-factor/disable", { body: { password: password(), code: code() } }),
      );
      // Said at once: if the next request fails, the old one is off all the same.
      props.onDisabled();
    }
    props.onDone(await answer(api.POST("/api/v1/me/second-factor", { body: { password: password() } })));
  });
  /** With the code of the old one nobody knows which of the two it was. */
  const isWrong = () => !props.isOn && isRefusedProof(begin.problem());
  return (
    <form
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole()) void begin.run();
      }}
    >
      <TextInput
        label={words.password}
        type="password"
        autocomplete="current-password"
        required
        value={password()}
        onInput={setPassword}
        error={isWrong() ? words.wrongPassword : begin.fieldError("/password")}
      />
      <Show when={props.isOn}>
        <TextInput
          label={words.oldCode}
          hint={words.oldCodeHint}
          autocomplete="one-time-code"
          required
          value={code()}
          onInput={setCode}
          error={begin.fieldError("/code")}
        />
      </Show>
      <ProblemNote problem={isWrong() ? null : begin.problem()} />
      <Button type="submit" look="primary" class="self-end" busy={begin.busy()} disabled={!isWhole()}>
        {words.next}
      </Button>
    </form>
  );
}
