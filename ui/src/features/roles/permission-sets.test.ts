import { describe, expect, it } from "vitest";
import type { PermissionInfo } from "./arrange-permissions.ts";
import { differenceOf, groupState, lackedOf, missingReads, withGroup } from "./permission-sets.ts";

const permission = (name: string, held = true): PermissionInfo => ({ name, description: name, held });
const ALL = [
  permission("members:read"),
  permission("members:invite"),
  permission("members:remove", false),
  permission("roles:read"),
  permission("proxy:call", false),
];
const MEMBERS = ALL.slice(0, 3);
const set = (...names: readonly string[]) => new Set(names);

describe("sets of permissions", () => {
  it("differ by what was added and what was taken away, in the gateway's order", () => {
    expect(differenceOf(set("roles:read"), set("members:invite", "members:read"), ALL)).toEqual({
      added: ["members:read", "members:invite"],
      removed: ["roles:read"],
    });
  });

  it("a group is full with everything that can be given", () => {
    expect(groupState(MEMBERS, set())).toBe("none");
    expect(groupState(MEMBERS, set("members:read"))).toBe("some");
    expect(groupState(MEMBERS, set("members:read", "members:invite"))).toBe("all");
    expect(groupState([permission("proxy:call", false)], set())).toBe("locked");
  });

  it("choosing a group chooses nothing that one may not give", () => {
    const chosen = withGroup(set("roles:read"), MEMBERS, true);
    expect([...chosen]).toEqual(["roles:read", "members:read", "members:invite"]);
    expect([...withGroup(chosen, MEMBERS, false)]).toEqual(["roles:read"]);
  });

  it("acting without seeing is noticed where there is something to see", () => {
    const names = (chosen: ReadonlySet<string>) => missingReads(chosen, ALL).map(({ name }) => name);
    expect(names(set("members:invite", "proxy:call"))).toEqual(["members:read"]);
    expect(names(set("members:invite", "members:read"))).toEqual([]);
  });

  it("what one lacks to give something away is told", () => {
    expect(lackedOf(["members:read", "proxy:call"], ALL)).toEqual(["proxy:call"]);
  });
});
