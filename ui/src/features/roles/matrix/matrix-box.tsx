import { Lock } from "lucide-solid";
import { Show } from "solid-js";
import { BareBox } from "~/components/bare-box.tsx";

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

/** A checkbox of the grid: one of them has the tab stop, arrow keys lead to the others. */
export function MatrixBox(props: MatrixBoxProps) {
  const isStill = () => props.locked === true || props.readOnly === true;
  return (
    <BareBox
      aria-label={props.label}
      aria-disabled={isStill() ? "true" : undefined}
      checked={props.checked}
      mixed={props.mixed === true}
      data-place={props.place}
      data-row={props.row}
      data-column={props.column}
      tabindex={props.isTabStop ? 0 : -1}
      onClick={(event) => isStill() && event.preventDefault()}
      onChange={(event) => !isStill() && props.onChange(event.currentTarget.checked)}
    >
      <Show when={props.locked === true && !props.checked}>
        <Lock class="pointer-events-none absolute size-2.5 text-faint" aria-hidden="true" />
      </Show>
    </BareBox>
  );
}
