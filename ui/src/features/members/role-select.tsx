import { createMemo } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Select } from "~/components/select.tsx";
import { useRoles } from "~/features/roles/role-queries.ts";
import { text } from "~/text/index.ts";
import { givableRoles } from "./givable-roles.ts";

interface RoleSelectProps {
  readonly value: string;
  readonly onChange: (roleId: string) => void;
  readonly error?: string | undefined;
}

/** Only roles that one may give: each of their permissions is one's own. */
export function RoleSelect(props: RoleSelectProps) {
  const may = useMay();
  const roles = useRoles();
  const options = createMemo(() =>
    givableRoles(roles.data ?? [], may, props.value).map(({ id, name, description }) => ({
      value: id,
      label: name,
      hint: description,
    })),
  );
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
