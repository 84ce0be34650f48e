import { Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import type { Column } from "~/components/data-table/columns.ts";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Moment } from "~/components/moment.tsx";
import { text } from "~/text/index.ts";
import type { Credential, Use } from "./credential-queries.ts";
import { CredentialStatus } from "./status-badge.tsx";
import { TokenExpiry } from "./token-expiry.tsx";

const words = text.credentials;

interface CredentialTableProps {
  readonly rows: readonly Credential[];
  /** Null where one may not see the integrations. */
  readonly uses: ReadonlyMap<string, readonly Use[]> | null;
}

export function CredentialTable(props: CredentialTableProps) {
  const usedBy = (id: string) => props.uses?.get(id) ?? [];
  const columns: readonly Column<Credential>[] = [
    {
      id: "name",
      header: words.columns.name,
      width: "minmax(120px, 2fr)",
      sortBy: ({ name }) => name.toLowerCase(),
      cell: (credential) => (
        <span class="block min-w-0">
          <span class="flex min-w-0 items-center gap-2">
            <span class="truncate font-medium">{credential.name}</span>
            <Show when={credential.warnings.length > 0}>
              <Badge tone="warn" title={credential.warnings.join("\n")}>
                {words.warnings(credential.warnings.length)}
              </Badge>
            </Show>
          </span>
          {/* Where its column has no room. */}
          <Show when={credential.expiresAt}>
            {(at) => (
              <span class="block text-xs text-faint sm:hidden">
                {words.columns.expires} <Moment at={at()} />
              </span>
            )}
          </Show>
        </span>
      ),
    },
    {
      id: "kind",
      header: words.columns.kind,
      width: "minmax(120px, 1.2fr)",
      from: "md",
      sortBy: ({ kind }) => words.kinds[kind],
      cell: ({ kind }) => <span class="block truncate">{words.kinds[kind]}</span>,
    },
    {
      id: "status",
      header: words.columns.status,
      width: "minmax(150px, 190px)",
      sortBy: ({ status }) => status,
      cell: ({ status }) => <CredentialStatus status={status} />,
    },
    {
      id: "expires",
      header: words.columns.expires,
      width: "minmax(120px, 1.2fr)",
      from: "sm",
      sortBy: ({ expiresAt }) => expiresAt ?? "",
      cell: (credential) => <TokenExpiry credential={credential} />,
    },
    {
      id: "used",
      header: words.columns.used,
      width: "minmax(100px, 1fr)",
      from: "lg",
      sortBy: ({ id }) => usedBy(id).length,
      cell: ({ id }) => (
        <span
          class="block truncate"
          title={usedBy(id)
            .map(({ name }) => name)
            .join(", ")}
        >
          {props.uses === null ? "–" : usedBy(id).length === 0 ? words.unused : words.uses(usedBy(id).length)}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label={words.title}
      columns={columns}
      rows={props.rows}
      rowId={({ id }) => id}
      href={({ id }) => `/o/${organizationId()}/credentials/${id}`}
    />
  );
}
