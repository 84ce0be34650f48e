import { createSignal } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { isRefusedProof } from "~/api/is-refused-proof.ts";
import type { components } from "~/api/openapi.d.ts";
import { Button } from "~/components/button.tsx";
import { CopyButton } from "~/components/copy.tsx";
import { TextInput } from "~/components/field.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { QrCode } from "./qr-code.tsx";

const words = text.account.factor.enrol;

interface ConfirmStepProps {
  readonly factor: components["schemas"]["NewSecondFactor"];
  readonly onDone: (codes: readonly string[]) => void;
}

/** The secret, as a picture and as text; the first right code proves that the authenticator has it. */
export function ConfirmStep(props: ConfirmStepProps) {
  const [code, setCode] = createSignal("");
  const enable = useAction(async () => {
    const { recoveryCodes } = await answer(
      api.POST("/api/v1/me/second-factor/enable", { body: { code: code() } }),
    );
    props.onDone(recoveryCodes);
  });
  const isWrong = () => isRefusedProof(enable.problem());
  return (
    <form
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void enable.run();
      }}
    >
      <div class="flex flex-col items-center gap-3">
        <QrCode content={props.factor.otpauthUri} />
        <div class="flex w-full items-center gap-2 rounded-md border border-line bg-sunken px-3 py-2">
          <span class="text-xs text-faint">{words.secret}</span>
          <code class="min-w-0 flex-1 font-mono text-xs break-all text-ink select-all">
            {props.factor.secret}
          </code>
          <CopyButton value={props.factor.secret} label={words.copySecret} />
        </div>
      </div>
      <TextInput
        label={words.code}
        hint={words.codeHint}
        autocomplete="one-time-code"
        autofocus
        required
        mono
        value={code()}
        onInput={setCode}
        error={isWrong() ? words.wrongCode : enable.fieldError("/code")}
      />
      <ProblemNote problem={isWrong() ? null : enable.problem()} />
      <Button
        type="submit"
        look="primary"
        class="self-end"
        busy={enable.busy()}
        disabled={code().trim() === ""}
      >
        {words.confirm}
      </Button>
    </form>
  );
}
