import { describe, expect, it } from "vitest";
import { keyGroups } from "./key-groups.ts";

describe("the key sheet", () => {
  it("groups the keys", () => {
    const keys = [
      { keys: "?", label: "Help", group: "Everywhere" },
      { keys: "g o", label: "Overview", group: "Go" },
      { keys: "Esc", label: "Close", group: "Everywhere" },
    ];
    expect(keyGroups(keys).map(([group, members]) => [group, members.length])).toEqual([
      ["Everywhere", 2],
      ["Go", 1],
    ]);
  });

  it("shows a key once, as what it does now", () => {
    const keys = [
      { keys: "/", label: "Search the page", group: "Page" },
      { keys: "/", label: "Search the tab", group: "Tab" },
    ];
    expect(keyGroups(keys)).toEqual([["Tab", [keys[1]]]]);
  });
});
