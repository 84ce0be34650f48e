import { useQueryClient } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Confirm } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { type LookupTable, rowsKey } from "./lookup-queries.ts";

const words = text.lookupTables.settings;

/** The gateway refuses it while integrations speak of the table, and names them. */
export function DeleteTable(props: { readonly table: LookupTable; readonly onDeleted: () => void }) {
  const queries = useQueryClient();
  const [isOpen, setOpen] = createSignal(false);
  const remove = useAction(async () => {
    const { name } = props.table;
    await answer(api.DELETE("/api/v1/lookup-tables/{name}", { params: { path: { name } } }));
    toast({ title: words.removed(name) });
    props.onDeleted();
    queries.removeQueries({ queryKey: inOrganization("lookup-tables", "one", name) });
    queries.removeQueries({ queryKey: rowsKey(name) });
    void queries.invalidateQueries({ queryKey: inOrganization("lookup-tables") });
  });
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {words.remove}
      </Button>
      <Confirm
        open={isOpen()}
        onClose={() => {
          remove.clear();
          setOpen(false);
        }}
        onConfirm={() => void remove.run()}
        busy={remove.busy()}
        title={words.removeTitle(props.table.name)}
        description={words.removeText(count(props.table.rows))}
        confirm={words.remove}
        danger
      >
        <ProblemNote problem={remove.problem()} />
      </Confirm>
    </>
  );
}
