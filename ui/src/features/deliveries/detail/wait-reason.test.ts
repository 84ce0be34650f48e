import { expect, it } from "vitest";
import { waitReason } from "./wait-reason.ts";

it("a wait says why in words, not in the names that programs have for it", () => {
  expect(waitReason("receiver_asked")).toBe("as the receiver asked");
  expect(waitReason("last_attempt_at_deadline")).toBe("until its deadline");
  expect(waitReason(null)).toBeNull();
});

it("what was given up and sent again waited as a dead letter, however it had failed", () => {
  for (const reason of ["permanent", "exhausted", "endpoint_gone"])
    expect(waitReason(reason)).toBe("as a dead letter");
});

it("a reason that this dashboard does not know yet is told as it is", () => {
  expect(waitReason("some_new_one")).toBe("some new one");
});
