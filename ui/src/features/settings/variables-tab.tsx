import { Card } from "~/components/page.tsx";
import { VariableList } from "~/features/editors/variables/variables-drawer.tsx";
import { text } from "~/text/index.ts";

/** The same list that the editors open beside a mapping: whoever looks for a value of the organization looks here first. */
export default function VariablesTab() {
  return (
    <Card title={text.editors.variables.title}>
      <p class="mb-3 max-w-3xl text-sm text-soft">{text.editors.variables.subtitle}</p>
      <VariableList />
    </Card>
  );
}
