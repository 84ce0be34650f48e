import { TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";

const words = text.roles.form;

interface RoleFieldsProps {
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly nameError?: string | undefined;
  readonly description: string;
  readonly onDescription: (description: string) => void;
  readonly descriptionError?: string | undefined;
  readonly autofocus?: boolean;
}

export function RoleFields(props: RoleFieldsProps) {
  return (
    <div class="flex flex-col gap-4">
      <TextInput
        label={words.name}
        hint={words.nameHint}
        required
        autofocus={props.autofocus === true}
        value={props.name}
        onInput={props.onName}
        error={props.nameError}
      />
      <TextInput
        label={words.description}
        hint={words.descriptionHint}
        rows={3}
        value={props.description}
        onInput={props.onDescription}
        error={props.descriptionError}
      />
    </div>
  );
}
