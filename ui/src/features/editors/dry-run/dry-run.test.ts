import { describe, expect, it } from "vitest";
import { dryRunBody } from "./dry-run-body.ts";
import { faultPlace, scriptLine } from "./fault-place.ts";

describe("a dry run", () => {
  it("sends a payload of one's own digit for digit", () => {
    const body = dryRunBody({
      choice: { kind: "own" },
      type: "order.created",
      payloadText: '{"id": 12345678901234567890}',
      transform: { kind: "simple", mapping: "{{payload}}" },
    });
    expect(body).toContain("12345678901234567890");
    expect(JSON.parse(body)).toMatchObject({ type: "order.created", transform: { kind: "simple" } });
  });

  it("names a past event, and nothing else of it", () => {
    const body = dryRunBody({ choice: { kind: "event", id: "evt_1" }, type: "t", payloadText: "{}" });
    expect(JSON.parse(body)).toEqual({ eventId: "evt_1" });
  });

  it("finds the row of a failure, also one with a colon in its name", () => {
    const pointers = ["/mapping", "/mapping/a", "/mapping/a: b"];
    expect(faultPlace("/mapping/a: b: payload.x is missing.", pointers)).toEqual({
      pointer: "/mapping/a: b",
      message: "payload.x is missing.",
    });
    expect(faultPlace("Something else", pointers)).toBeNull();
  });

  it.each([
    ["threw: x is not defined (line 4)", 4],
    ["Line 12: unexpected token", 12],
    ["fuel: stopped", null],
  ])("%s is at line %s", (message, line) => {
    expect(scriptLine(message)).toBe(line);
  });
});
