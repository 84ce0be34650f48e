import { describe, expect, it } from "vitest";
import { readResponseDirective } from "./response-directive.ts";

describe("readResponseDirective", () => {
  it.each([
    ["abort-message", "abort-message"],
    ["disable", "disable"],
    ["Abort-Message", "abort-message"],
    [" DISABLE ", "disable"],
    ["abort-message, disable", "disable"],
    ["later-word, abort-message", "abort-message"],
    ["", null],
    ["disabled", null],
    ["abort", null],
    ["disable abort-message", null],
  ])("reads %j as %j", (value, directive) => {
    expect(readResponseDirective({ "webhook-delivery": value })).toBe(directive);
  });

  it("reads nothing from a response without the header", () => {
    expect(readResponseDirective({ "x-webhook-delivery": "disable" })).toBeNull();
  });
});
