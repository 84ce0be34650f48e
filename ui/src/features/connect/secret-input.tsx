import { KeyRound } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { CopyButton } from "~/components/copy.tsx";
import { TextInput } from "~/components/field.tsx";
import { makeSecret } from "./make-secret.ts";
import { RevealButton } from "./reveal-button.tsx";

interface SecretInputProps {
  readonly words: {
    readonly make: string;
    readonly madeHint: string;
  };
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string, made: boolean) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly required?: boolean;
  /** Offered where the operator makes the secret up. */
  readonly canMake?: boolean;
}

/** A secret on its way in: hidden, to be looked at while it is typed, and never brought back later. */
export function SecretInput(props: SecretInputProps) {
  const [isShown, setShown] = createSignal(false);
  const [isMade, setMade] = createSignal(false);
  const make = () => {
    setMade(true);
    setShown(true);
    props.onInput(makeSecret(), true);
  };
  return (
    <div class="flex items-start gap-1.5">
      <TextInput
        class="min-w-0 flex-1"
        label={props.label}
        type={isShown() ? "text" : "password"}
        autocomplete="off"
        mono
        required={props.required === true}
        value={props.value}
        onInput={(value) => {
          setMade(false);
          props.onInput(value, false);
        }}
        placeholder={props.placeholder ?? ""}
        hint={isMade() ? props.words.madeHint : props.hint}
        error={props.error}
      />
      <div class="mt-[23px] flex items-center gap-1">
        <RevealButton isShown={isShown()} onTurn={setShown} />
        <Show when={isMade() && props.value !== ""}>
          <CopyButton value={props.value} />
        </Show>
        <Show when={props.canMake}>
          <Button onClick={make}>
            <KeyRound class="size-3.5" aria-hidden="true" />
            {props.words.make}
          </Button>
        </Show>
      </div>
    </div>
  );
}
