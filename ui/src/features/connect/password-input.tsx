import { createSignal } from "solid-js";
import { TextInput } from "~/components/field.tsx";
import { RevealButton } from "./reveal-button.tsx";

interface PasswordInputProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly autocomplete: "current-password" | "new-password";
  readonly name?: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly autofocus?: boolean;
}

/** Hidden, with a way to look at what one typed. */
export function PasswordInput(props: PasswordInputProps) {
  const [isShown, setShown] = createSignal(false);
  return (
    <div class="flex items-start gap-1.5">
      <TextInput
        class="min-w-0 flex-1"
        label={props.label}
        type={isShown() ? "text" : "password"}
        autocomplete={props.autocomplete}
        autofocus={props.autofocus === true}
        required
        value={props.value}
        onInput={props.onInput}
        hint={props.hint}
        error={props.error}
        {...(props.name === undefined ? {} : { name: props.name })}
      />
      <div class="mt-[23px]">
        <RevealButton isShown={isShown()} onTurn={setShown} />
      </div>
    </div>
  );
}
