import { Eye, EyeOff } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { IconButton } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";

const words = text.fields;

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

/** Hidden, with a way to look at what one typed: a wrong letter is found by looking, not by guessing again. */
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
      <IconButton
        class="mt-[23px]"
        label={isShown() ? words.hide : words.show}
        aria-pressed={isShown()}
        onClick={() => setShown(!isShown())}
      >
        <Show when={isShown()} fallback={<Eye class="size-4" aria-hidden="true" />}>
          <EyeOff class="size-4" aria-hidden="true" />
        </Show>
      </IconButton>
    </div>
  );
}
