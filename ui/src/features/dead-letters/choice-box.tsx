import { BareBox } from "~/components/bare-box.tsx";

interface ChoiceBoxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly mixed?: boolean;
  readonly onTurn: (on: boolean, isRange: boolean) => void;
}

/** The box of a row, or of all of them. The label around it takes the presses that miss it, which would open the row. */
export function ChoiceBox(props: ChoiceBoxProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box is inside, with a name of its own
    <label class="-my-2 -ml-2 grid size-9 shrink-0 cursor-pointer place-items-center">
      <BareBox
        aria-label={props.label}
        checked={props.checked}
        mixed={props.mixed === true}
        onClick={(event) => props.onTurn(event.currentTarget.checked, event.shiftKey)}
      />
    </label>
  );
}
