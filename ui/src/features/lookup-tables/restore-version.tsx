import { answer, api } from "~/api/client.ts";
import { Confirm } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { type LookupTable, useTableChanges } from "./lookup-queries.ts";

const words = text.lookupTables.versions;

interface RestoreVersionProps {
  readonly table: LookupTable;
  /** Null: closed. */
  readonly version: number | null;
  /** How many rows it has, where that is known. */
  readonly rows: number | null;
  readonly onClose: () => void;
  readonly onRestored: () => void;
}

/** Makes the table what it was. The version before that is one restore away. */
export function RestoreVersion(props: RestoreVersionProps) {
  const changes = useTableChanges(() => props.table.name);
  const ask = async (version: number) => {
    const path = { name: props.table.name, version };
    await answer(api.POST("/api/v1/lookup-tables/{name}/versions/{version}/restore", { params: { path } }));
    await changes.rows();
  };
  const restore = useAction(async () => {
    const { version } = props;
    if (version === null) return;
    const before = props.table.version;
    await ask(version);
    toast({
      title: words.restored(version),
      action: {
        label: text.shell.actions.undo,
        run: () => void ask(before).catch(toastProblem),
      },
    });
    props.onRestored();
    props.onClose();
  });
  return (
    <Confirm
      open={props.version !== null}
      onClose={() => {
        restore.clear();
        props.onClose();
      }}
      onConfirm={() => void restore.run()}
      busy={restore.busy()}
      title={words.restoreTitle(props.version ?? 0)}
      description={words.restoreText(props.rows === null ? null : count(props.rows))}
      confirm={words.restore}
    >
      <ProblemNote problem={restore.problem()} />
    </Confirm>
  );
}
