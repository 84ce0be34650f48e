import { describe, expect, it } from "vitest";
import { targetName } from "./target-name.ts";

describe("the name of what an entry is about", () => {
  it.each([
    [null, { name: "Billing" }, "Billing"],
    [{ name: "Old" }, { name: "New" }, "New"],
    [{ name: "Gone" }, null, "Gone"],
    [null, { email: "ann@example.com", roleId: "viewer" }, "ann@example.com"],
    [null, { organizationId: "org_1", user: { email: "ann@example.com", name: "Ann" } }, "ann@example.com"],
    [null, { name: "" }, null],
    [null, { name: { first: "x" } }, null],
    [null, ["name"], null],
    ["text", 7, null],
    [null, null, null],
  ])("from %j to %j is %j", (before, after, name) => {
    expect(targetName(before, after)).toBe(name);
  });
});
