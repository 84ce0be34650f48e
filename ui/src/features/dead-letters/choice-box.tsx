import { Check, Minus } from "lucide-solid";
import { createRenderEffect } from "solid-js";

interface ChoiceBoxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly mixed?: boolean;
  readonly onTurn: (on: boolean, isRange: boolean) => void;
}

/** The box of a row, or of all of them. The label around it takes the presses that miss it, which would open the row. */
export function ChoiceBox(props: ChoiceBoxProps) {
  return (
    <label class="-my-2 -ml-2 grid size-9 shrink-0 cursor-pointer place-items-center">
      <span class="relative grid size-4 place-items-center">
        <input
          type="checkbox"
          class="peer size-4 cursor-pointer appearance-none rounded border border-line-strong bg-surface checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent"
          aria-label={props.label}
          checked={props.checked}
          ref={(box) =>
            createRenderEffect(() => {
              box.indeterminate = props.mixed === true;
            })
          }
          onClick={(event) => props.onTurn(event.currentTarget.checked, event.shiftKey)}
        />
        <Check
          class="pointer-events-none absolute hidden size-3 text-white peer-checked:block peer-indeterminate:hidden"
          stroke-width={3}
          aria-hidden="true"
        />
        <Minus
          class="pointer-events-none absolute hidden size-3 text-white peer-indeterminate:block"
          stroke-width={3}
          aria-hidden="true"
        />
      </span>
    </label>
  );
}
