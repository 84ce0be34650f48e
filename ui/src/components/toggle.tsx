import { Checkbox as KobalteCheckbox } from "@kobalte/core/checkbox";
import { Switch as KobalteSwitch } from "@kobalte/core/switch";
import { Check } from "lucide-solid";
import { Show } from "solid-js";

interface ToggleProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly labelHidden?: boolean;
}

interface SwitchProps extends ToggleProps {
  /** Why it may not be as it is. */
  readonly error?: string | undefined;
}

/** On or off, at once. */
export function Switch(props: SwitchProps) {
  return (
    <KobalteSwitch
      class="inline-flex items-start gap-2"
      checked={props.checked}
      onChange={props.onChange}
      disabled={props.disabled === true}
      validationState={props.error === undefined ? "valid" : "invalid"}
    >
      <KobalteSwitch.Input class="peer" />
      <KobalteSwitch.Control class="mt-px inline-flex h-[18px] w-8 shrink-0 cursor-pointer rounded-full border border-line-strong bg-sunken p-px transition-colors peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent data-[checked]:border-accent data-[checked]:bg-accent data-[disabled]:opacity-50">
        <KobalteSwitch.Thumb class="size-3.5 rounded-full bg-line-strong transition-transform data-[checked]:translate-x-3.5 data-[checked]:bg-white" />
      </KobalteSwitch.Control>
      <span class={props.labelHidden === true ? "sr-only" : ""}>
        <KobalteSwitch.Label class="block text-sm text-ink">{props.label}</KobalteSwitch.Label>
        <Show when={props.hint}>
          {(hint) => (
            <KobalteSwitch.Description class="block text-xs text-faint">{hint()}</KobalteSwitch.Description>
          )}
        </Show>
        <KobalteSwitch.ErrorMessage class="block text-xs text-bad">{props.error}</KobalteSwitch.ErrorMessage>
      </span>
    </KobalteSwitch>
  );
}

/** One of several that may all be chosen. */
export function Checkbox(props: ToggleProps & { readonly indeterminate?: boolean }) {
  return (
    <KobalteCheckbox
      class="inline-flex items-start gap-2"
      checked={props.checked}
      indeterminate={props.indeterminate === true}
      onChange={props.onChange}
      disabled={props.disabled === true}
    >
      <KobalteCheckbox.Input class="peer" />
      <KobalteCheckbox.Control class="mt-0.5 grid size-4 shrink-0 cursor-pointer place-items-center rounded border border-line-strong bg-surface peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent data-[checked]:border-accent data-[checked]:bg-accent data-[indeterminate]:border-accent data-[indeterminate]:bg-accent data-[disabled]:opacity-50">
        <KobalteCheckbox.Indicator>
          <Show when={props.indeterminate !== true} fallback={<span class="block h-0.5 w-2 bg-white" />}>
            <Check class="size-3 text-white" stroke-width={3} aria-hidden="true" />
          </Show>
        </KobalteCheckbox.Indicator>
      </KobalteCheckbox.Control>
      <span class={props.labelHidden === true ? "sr-only" : ""}>
        <KobalteCheckbox.Label class="block text-sm text-ink">{props.label}</KobalteCheckbox.Label>
        <Show when={props.hint}>
          {(hint) => (
            <KobalteCheckbox.Description class="block text-xs text-faint">
              {hint()}
            </KobalteCheckbox.Description>
          )}
        </Show>
      </span>
    </KobalteCheckbox>
  );
}
