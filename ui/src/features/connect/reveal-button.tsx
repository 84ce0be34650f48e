import { Eye, EyeOff } from "lucide-solid";
import { Show } from "solid-js";
import { IconButton } from "~/components/button.tsx";
import { text } from "~/text/index.ts";

interface RevealButtonProps {
  readonly isShown: boolean;
  readonly onTurn: (isShown: boolean) => void;
}

/** Beside a field whose text is hidden: a wrong letter is found by looking, not by guessing again. */
export function RevealButton(props: RevealButtonProps) {
  return (
    <IconButton
      label={props.isShown ? text.fields.hide : text.fields.show}
      aria-pressed={props.isShown}
      onClick={() => props.onTurn(!props.isShown)}
    >
      <Show when={props.isShown} fallback={<Eye class="size-4" aria-hidden="true" />}>
        <EyeOff class="size-4" aria-hidden="true" />
      </Show>
    </IconButton>
  );
}
