import { createEffect, createSignal, For, on, Show } from "solid-js";
import { Confirm } from "~/components/dialog.tsx";
import { TextInput } from "~/components/field.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Checkbox } from "~/components/toggle.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";

const words = text.settings.deletion;

interface DeleteOrganizationProps {
  /** Null: closed. */
  readonly organization: { readonly name: string } | null;
  /** How many are below it; null where one may not know. */
  readonly below: number | null;
  readonly remove: (wish: { confirm: string; cascade: boolean }) => Promise<void>;
  readonly onClose: () => void;
}

/** What it means, and the name typed out: nobody deletes a tenant by a click too many. */
export function DeleteOrganization(props: DeleteOrganizationProps) {
  const [typed, setTyped] = createSignal("");
  const [cascade, setCascade] = createSignal(false);
  const remove = useAction(props.remove);
  createEffect(
    on(
      () => props.organization,
      () => {
        setTyped("");
        setCascade(false);
        remove.clear();
      },
    ),
  );
  const submit = async () => {
    if (await remove.run({ confirm: typed(), cascade: cascade() })) props.onClose();
  };
  const isReady = () =>
    typed() === props.organization?.name && (props.below === null || props.below === 0 || cascade());
  return (
    <Confirm
      open={props.organization !== null}
      onClose={props.onClose}
      onConfirm={() => void submit()}
      title={words.title(props.organization?.name ?? "")}
      description={words.hint}
      confirm={words.submit}
      danger
      busy={remove.busy()}
      disabled={!isReady()}
    >
      <div class="flex flex-col gap-4">
        <ul class="list-disc space-y-1 pl-5 text-sm text-soft">
          <For each={words.goes}>{(line) => <li>{line}</li>}</For>
        </ul>
        <p class="text-xs text-faint">{words.stays}</p>
        <Show when={props.below !== 0}>
          <Checkbox
            label={words.cascade(props.below ?? 0)}
            hint={words.cascadeHint}
            checked={cascade()}
            onChange={setCascade}
          />
        </Show>
        <TextInput
          label={words.confirmLabel}
          hint={words.confirm(props.organization?.name ?? "")}
          value={typed()}
          onInput={setTyped}
          autocomplete="off"
          autofocus
          error={remove.fieldError("/confirm")}
        />
        <ProblemNote problem={remove.problem()} />
      </div>
    </Confirm>
  );
}
