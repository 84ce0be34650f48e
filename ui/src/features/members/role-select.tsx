import { Select } from "~/components/select.tsx";
import { text } from "~/text/index.ts";
import { givable, useRoles } from "./use-members.ts";

interface RoleSelectProps {
  readonly value: string;
  readonly onChange: (roleId: string) => void;
  readonly error?: string | undefined;
}

export function RoleSelect(props: RoleSelectProps) {
  const roles = useRoles();
  const options = () =>
    givable(roles.data?.items ?? []).map(({ id, name, description }) => ({
      value: id,
      label: name,
      hint: description,
    }));
  return (
    <Select
      label={text.members.role}
      options={options()}
      value={props.value}
      onChange={props.onChange}
      error={props.error}
      required
    />
  );
}
