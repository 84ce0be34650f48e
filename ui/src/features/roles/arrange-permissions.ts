export interface PermissionInfo {
  readonly name: string;
  readonly description: string;
  /** Whoever looks holds it themselves, and so may give it. */
  readonly held: boolean;
}

export const COLUMNS = ["see", "create", "change", "remove", "act"] as const;
export type ColumnName = (typeof COLUMNS)[number];

export type SectionName = "operate" | "connect" | "organization" | "other";

export interface MatrixRow {
  readonly resource: string;
  readonly cells: Readonly<Record<ColumnName, readonly PermissionInfo[]>>;
}

export interface MatrixSection {
  readonly name: SectionName;
  readonly rows: readonly MatrixRow[];
}

/** Twenty actions would be twenty columns, most of them empty. What an action does to a thing makes five of them. */
const COLUMN_OF: Readonly<Record<string, ColumnName>> = {
  read: "see",
  create: "create",
  invite: "create",
  publish: "create",
  update: "change",
  manage: "change",
  rotate: "change",
  delete: "remove",
  remove: "remove",
  revoke: "remove",
  discard: "remove",
  cancel: "remove",
};

/** In the order of the navigation, so that whoever knows the dashboard finds its parts again. */
const SECTIONS: readonly (readonly [SectionName, readonly string[]])[] = [
  ["operate", ["events", "deliveries", "deadletters", "circuits", "alerts", "jobs"]],
  [
    "connect",
    ["integrations", "secrets", "sources", "proxy", "catalogue", "lookups", "credentials", "schedules"],
  ],
  ["organization", ["organization", "children", "policies", "quotas", "members", "roles", "keys", "audit"]],
];

export function resourceOf(permission: string): string {
  return permission.slice(0, permission.indexOf(":"));
}

export function actionOf(permission: string): string {
  return permission.slice(permission.indexOf(":") + 1);
}

/** Rows of features and columns of what can be done with them. A permission that is newer than this page is among the others. */
export function arrangePermissions(permissions: readonly PermissionInfo[]): readonly MatrixSection[] {
  const byResource = new Map<string, PermissionInfo[]>();
  for (const permission of permissions) {
    const resource = resourceOf(permission.name);
    byResource.set(resource, [...(byResource.get(resource) ?? []), permission]);
  }
  const known = new Set(SECTIONS.flatMap(([, resources]) => resources));
  const others = [...byResource.keys()].filter((resource) => !known.has(resource));
  return [...SECTIONS, ["other", others] as const].flatMap(([name, resources]) => {
    const rows = resources.flatMap((resource) => {
      const found = byResource.get(resource);
      return found === undefined ? [] : [{ resource, cells: cellsOf(found) }];
    });
    return rows.length === 0 ? [] : [{ name, rows }];
  });
}

function cellsOf(permissions: readonly PermissionInfo[]): MatrixRow["cells"] {
  const cells: Record<ColumnName, PermissionInfo[]> = {
    see: [],
    create: [],
    change: [],
    remove: [],
    act: [],
  };
  for (const permission of permissions) cells[COLUMN_OF[actionOf(permission.name)] ?? "act"].push(permission);
  return cells;
}

export function permissionsOfRow({ cells }: MatrixRow): readonly PermissionInfo[] {
  return COLUMNS.flatMap((column) => cells[column]);
}

/** Every word that was typed must be somewhere in it. */
export function findPermissions(
  permissions: readonly PermissionInfo[],
  typed: string,
  labelOf: (resource: string) => string,
): readonly PermissionInfo[] {
  const wanted = typed.trim().toLowerCase().split(/\s+/);
  return permissions.filter(({ name, description }) => {
    const text = `${name} ${labelOf(resourceOf(name))} ${description}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
