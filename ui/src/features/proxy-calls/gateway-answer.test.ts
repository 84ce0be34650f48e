import { describe, expect, it } from "vitest";
import { GATEWAY_ERRORS, gatewayAnswer } from "./gateway-answer.ts";

describe("an answer of the gateway's own", () => {
  it.each(GATEWAY_ERRORS)("%s has a name and a next step", (code) => {
    const { label, hint } = gatewayAnswer(code);
    expect(label).not.toBe(code);
    expect(hint?.endsWith(".")).toBe(true);
  });

  it("that is not known here is shown by its code", () => {
    expect(gatewayAnswer("quota_used_up")).toEqual({ label: "quota_used_up", hint: null });
  });
});
