import { createSignal } from "solid-js";
import { asProblem, type ProblemDocument } from "~/api/problem.ts";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import type { VariableValue } from "./variables-drawer.tsx";

/** A new variable, or another value of one that is there: a name is for ever. */
export function VariableForm(props: {
  readonly known?: VariableValue;
  readonly onSave: (variable: VariableValue) => Promise<void>;
  readonly onCancel: () => void;
}) {
  const words = text.editors.variables;
  const [name, setName] = createSignal(props.known?.name ?? "");
  const [value, setValue] = createSignal(props.known?.value ?? "");
  const [description, setDescription] = createSignal(props.known?.description ?? "");
  const [errors, setErrors] = createSignal<ProblemDocument["errors"]>([]);
  const [isBusy, setBusy] = createSignal(false);
  const errorOf = (member: string) => errors().find(({ pointer }) => pointer === `/${member}`)?.message;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setErrors([]);
    try {
      await props.onSave({ name: name(), value: value(), description: description() });
    } catch (error) {
      setErrors(asProblem(error).errors);
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="flex flex-col gap-3"
      aria-label={props.known === undefined ? words.add : words.edit(props.known.name)}
      onSubmit={(event) => void save(event)}
    >
      <TextInput
        label={words.name}
        hint={words.nameHint}
        mono
        required
        autofocus={props.known === undefined}
        value={name()}
        onInput={setName}
        disabled={props.known !== undefined}
        error={errorOf("name")}
      />
      <TextInput
        label={words.value}
        hint={words.valueHint}
        mono
        value={value()}
        onInput={setValue}
        error={errorOf("value")}
      />
      <TextInput
        label={words.description}
        value={description()}
        onInput={setDescription}
        error={errorOf("description")}
      />
      <div class="flex justify-end gap-2">
        <Button onClick={props.onCancel}>{text.shell.actions.cancel}</Button>
        <Button look="primary" type="submit" busy={isBusy()} disabled={name() === ""}>
          {text.shell.actions.save}
        </Button>
      </div>
    </form>
  );
}
