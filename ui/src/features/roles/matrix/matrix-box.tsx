import { Check, Lock, Minus } from "lucide-solid";
import { createRenderEffect, Show } from "solid-js";

interface MatrixBoxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly mixed?: boolean;
  readonly onChange: (checked: boolean) => void;
  /** It cannot be chosen, but can be reached: whoever hears the page must be able to find out why. */
  readonly locked?: boolean;
  readonly readOnly?: boolean;
  readonly row: number;
  readonly column: number;
  readonly place: string;
  readonly isTabStop: boolean;
}

const LOOK =
  "peer size-4 cursor-pointer appearance-none rounded border border-line-strong bg-surface checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent aria-disabled:cursor-default aria-disabled:border-dashed aria-disabled:bg-sunken aria-disabled:checked:border-solid aria-disabled:checked:border-accent aria-disabled:checked:bg-accent";

/** A checkbox of the grid: one of them has the tab stop, arrow keys lead to the others. */
export function MatrixBox(props: MatrixBoxProps) {
  const isStill = () => props.locked === true || props.readOnly === true;
  return (
    <span class="relative grid size-4 shrink-0 place-items-center">
      <input
        type="checkbox"
        class={LOOK}
        aria-label={props.label}
        aria-disabled={isStill() ? "true" : undefined}
        checked={props.checked}
        ref={(box) =>
          createRenderEffect(() => {
            box.indeterminate = props.mixed === true;
          })
        }
        data-place={props.place}
        data-row={props.row}
        data-column={props.column}
        tabindex={props.isTabStop ? 0 : -1}
        onClick={(event) => isStill() && event.preventDefault()}
        onChange={(event) => !isStill() && props.onChange(event.currentTarget.checked)}
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
      <Show when={props.locked === true && !props.checked}>
        <Lock class="pointer-events-none absolute size-2.5 text-faint" aria-hidden="true" />
      </Show>
    </span>
  );
}
