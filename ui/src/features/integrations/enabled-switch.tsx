import { LoaderCircle } from "lucide-solid";
import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { toast, toastProblem } from "~/components/toast.tsx";
import { Switch } from "~/components/toggle.tsx";
import { rememberFocus } from "~/primitives/focus-return.ts";
import { text } from "~/text/index.ts";

interface EnabledSwitchProps {
  readonly name: string;
  readonly enabled: boolean;
  /** Stores it, and throws when that was refused. */
  readonly change: (enabled: boolean) => Promise<void>;
  readonly labelHidden?: boolean;
}

/**
 * On or off, at once, with a way back. Meanwhile it shows where it goes and takes no second press; it is not disabled, or
 * whoever pressed it by keyboard would be nowhere. To whoever may not turn it, it is a word.
 */
export function EnabledSwitch(props: EnabledSwitchProps) {
  const may = useMay();
  const words = text.integrations.state;
  const [wanted, setWanted] = createSignal<boolean | null>(null);
  const turn = async (enabled: boolean, isUndo = false) => {
    if (wanted() !== null) return;
    const giveBack = rememberFocus();
    setWanted(enabled);
    try {
      await props.change(enabled);
      const undo = () => {
        void turn(!enabled, true);
        giveBack();
      };
      tellSwitched(props.name, enabled, isUndo ? undefined : undo);
    } catch (error) {
      toastProblem(error);
    } finally {
      setWanted(null);
    }
  };
  return (
    <Show
      when={may("integrations:update")}
      fallback={<span class="text-xs font-medium text-soft">{props.enabled ? words.on : words.off}</span>}
    >
      <span class="relative inline-flex" aria-busy={wanted() !== null}>
        <Switch
          label={props.labelHidden === true ? words.switchOf(props.name) : words.enabled}
          labelHidden={props.labelHidden === true}
          checked={wanted() ?? props.enabled}
          onChange={(enabled) => void turn(enabled)}
        />
        <Show when={wanted() !== null}>
          <LoaderCircle
            class="pointer-events-none absolute top-px left-2 size-4 animate-spin text-ink"
            aria-hidden="true"
          />
        </Show>
      </span>
    </Show>
  );
}

/** What was done, and what it means for what is due. */
export function tellSwitched(name: string, enabled: boolean, undo: (() => void) | undefined): void {
  const words = text.integrations.state;
  toast({
    title: enabled ? words.switchedOn(name) : words.switchedOff(name),
    detail: enabled ? words.onMeans : words.offMeans,
    action: undo === undefined ? undefined : { label: text.shell.actions.undo, run: undo },
  });
}
