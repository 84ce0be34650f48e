import { Pencil, Trash2 } from "lucide-solid";
import type { JSX } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { IconButton } from "~/components/button.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { bodyText } from "~/features/connect/json-text.ts";
import { text } from "~/text/index.ts";
import { type LookupRow, type LookupTable, useTableChanges } from "./lookup-queries.ts";
import { readRow } from "./read-row.ts";
import { memberText, valueText } from "./row-value.ts";

const words = text.lookupTables.rows;
/** More than these do not fit beside each other; the row's own dialog shows all. */
const SHOWN_COLUMNS = 4;

interface RowTableProps {
  readonly table: LookupTable;
  readonly rows: readonly LookupRow[];
  readonly isEditable: boolean;
  readonly onEdit: (key: string) => void;
  readonly onEndNear: () => void;
  readonly footer: JSX.Element;
}

export function RowTable(props: RowTableProps) {
  const changes = useTableChanges(() => props.table.name);
  const put = async (key: string, json: string) => {
    await answer(
      api.PUT("/api/v1/lookup-tables/{name}/rows/{key}", {
        params: { path: { name: props.table.name, key } },
        body: { value: null },
        bodySerializer: () => bodyText({}, { value: json }),
      }),
    );
    await changes.rows();
  };
  const remove = async (key: string) => {
    const { name } = props.table;
    try {
      const before = await readRow(name, key);
      const path = { name, key };
      await answer(api.DELETE("/api/v1/lookup-tables/{name}/rows/{key}", { params: { path } }));
      changes.row(key, null);
      toast({
        title: words.removed(key),
        action: {
          label: text.shell.actions.undo,
          run: () => void put(key, before).catch(toastProblem),
        },
      });
    } catch (error) {
      toastProblem(error);
    }
  };
  const values = (): readonly Column<LookupRow>[] => {
    const named = props.table.columns?.slice(0, SHOWN_COLUMNS);
    if (named === undefined) {
      return [
        {
          id: "value",
          header: words.value,
          width: "minmax(0, 2fr)",
          cell: ({ value }) => <ValueCell text={valueText(value)} isJson={typeof value !== "string"} />,
        },
      ];
    }
    return named.map((name, index) => ({
      id: `value-${index}`,
      header: name,
      width: "minmax(0, 1fr)",
      ...(index === 0 ? {} : { from: index === 1 ? ("sm" as const) : ("md" as const) }),
      cell: ({ value }) => <ValueCell text={memberText(value, name)} isJson={false} />,
    }));
  };
  const columns = (): readonly Column<LookupRow>[] => [
    {
      id: "key",
      header: words.key,
      width: "minmax(100px, 1fr)",
      cell: ({ key }) => <span class="font-mono text-[13px]">{key}</span>,
    },
    ...values(),
    ...(props.isEditable
      ? [
          {
            id: "actions",
            header: words.actions,
            headerHidden: true,
            width: "64px",
            align: "end" as const,
            cell: ({ key }: LookupRow) => (
              <span class="inline-flex">
                <IconButton size="small" label={words.edit(key)} onClick={() => props.onEdit(key)}>
                  <Pencil class="size-3.5" aria-hidden="true" />
                </IconButton>
                <IconButton size="small" label={words.remove(key)} onClick={() => void remove(key)}>
                  <Trash2 class="size-3.5" aria-hidden="true" />
                </IconButton>
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <DataTable
      label={words.table}
      columns={columns()}
      rows={props.rows}
      rowId={({ key }) => key}
      {...(props.isEditable ? { onRowClick: ({ key }: LookupRow) => props.onEdit(key) } : {})}
      onEndNear={props.onEndNear}
      footer={props.footer}
    />
  );
}

function ValueCell(props: { readonly text: string; readonly isJson: boolean }) {
  return (
    <span class={`block truncate ${props.isJson ? "font-mono text-xs" : ""}`} title={props.text}>
      {props.text}
    </span>
  );
}
