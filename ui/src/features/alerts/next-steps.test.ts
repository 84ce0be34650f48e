import { expect, it } from "vitest";
import { nextSteps } from "./next-steps.ts";

const subject = { kind: "integration", id: "int_1" } as const;

it("an alert leads first to what it speaks of", () => {
  expect(nextSteps({ kind: "circuit", subject })[0]?.path).toBe("/circuits?integration=int_1");
  expect(nextSteps({ kind: "dead_letters", subject })[0]?.path).toBe("/dead-letters?integrationId=int_1");
  expect(nextSteps({ kind: "exhausted", subject })[0]?.path).toBe("/dead-letters?integrationId=int_1");
  expect(nextSteps({ kind: "error_rate", subject })[0]?.path).toBe(
    "/deliveries?integrationId=int_1&status=retrying%2Cdead_lettered%2Cheld",
  );
});

it("an alert about a credential or a key leads to no deliveries", () => {
  expect(nextSteps({ kind: "expiry", subject: { kind: "credential", id: "cred_1" } })).toEqual([]);
});
