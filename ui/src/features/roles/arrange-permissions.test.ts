import { describe, expect, it } from "vitest";
import {
  arrangePermissions,
  COLUMNS,
  findPermissions,
  type PermissionInfo,
  permissionsOfRow,
} from "./arrange-permissions.ts";

const permission = (name: string, description = name): PermissionInfo => ({ name, description, held: true });
const ALL = [
  permission("organization:delete"),
  permission("audit:export"),
  permission("audit:verify"),
  permission("members:invite", "Invite people, and take invitations back"),
  permission("deadletters:discard"),
  permission("deadletters:retry"),
  permission("weather:forecast"),
];

describe("the matrix of permissions", () => {
  it("has each of them once, also those that are newer than the page", () => {
    const sections = arrangePermissions(ALL);
    const shown = sections.flatMap(({ rows }) => rows.flatMap(permissionsOfRow));
    expect(shown.map(({ name }) => name).sort()).toEqual(ALL.map(({ name }) => name).sort());
    expect(sections.at(-1)).toMatchObject({ name: "other", rows: [{ resource: "weather" }] });
  });

  it("puts an action in the column of what it does", () => {
    const rows = arrangePermissions(ALL).flatMap((section) => section.rows);
    const columnsOf = (resource: string) => {
      const cells = rows.find((row) => row.resource === resource)?.cells;
      return COLUMNS.filter((column) => (cells?.[column].length ?? 0) > 0);
    };
    expect(columnsOf("organization")).toEqual(["remove"]);
    expect(columnsOf("members")).toEqual(["create"]);
    expect(columnsOf("deadletters")).toEqual(["remove", "act"]);
    expect(columnsOf("audit")).toEqual(["act"]);
  });

  it("is searched by every word, in names, features and what they open", () => {
    const found = (typed: string) =>
      findPermissions(ALL, typed, (resource) => (resource === "deadletters" ? "Dead letters" : resource)).map(
        ({ name }) => name,
      );
    expect(found("dead disc")).toEqual(["deadletters:discard"]);
    expect(found("INVITATIONS")).toEqual(["members:invite"]);
    expect(found("  ")).toHaveLength(ALL.length);
    expect(found("nothing of this")).toEqual([]);
  });
});
