import { describe, expect, it } from "vitest";
import type { Permission } from "./permissions.ts";
import type { Membership } from "./ports.ts";
import { isWithin, reachOf } from "./reach.ts";

function member(path: string, permissions: readonly Permission[] | null): Membership {
  const ids = path.split("/");
  const role =
    permissions === null
      ? null
      : { id: "role", name: "Role", description: "", permissions: new Set(permissions) };
  return { orgId: ids.at(-1) ?? "", organizationName: "x", path: ids, roleId: "role", role };
}

describe("where somebody may work", () => {
  it("is where they belong, and below it where their role may see what is below", () => {
    const reach = reachOf([member("top/a", ["children:read"]), member("top/b", ["deliveries:read"])]);
    const seen = ["top", "top/a", "top/a/x", "top/a/x/y", "top/b", "top/b/x", "top/ab", "other"];
    expect(seen.filter((path) => isWithin(reach, path))).toEqual(["top/a", "top/a/x", "top/a/x/y", "top/b"]);
  });

  it("is nowhere with a role that is gone", () => {
    const reach = reachOf([member("top", null)]);
    expect(isWithin(reach, "top")).toBe(false);
  });

  it("is everywhere for those who operate the region and may see it", () => {
    expect(isWithin(reachOf([member("*", ["children:read"])]), "any/thing")).toBe(true);
    expect(isWithin(reachOf([member("*", ["audit:read"])]), "any/thing")).toBe(false);
  });
});
