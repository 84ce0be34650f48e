import { expect, it } from "vitest";
import { buildIntegration, ok } from "#testing/delivery-fakes";
import { watchTargets } from "./hanging-targets.ts";

const integration = buildIntegration("int_a");

function open() {
  const world = { now: 1_000 };
  return { world, targets: watchTargets(() => world.now, 3) };
}

const timeout = (timeoutMs: number) => ({ kind: "timeout", timeoutMs }) as const;

it("a target that was silent for two seconds until its timeout is asked no more", () => {
  const { targets } = open();
  targets.note(integration, timeout(2_000));
  expect(targets.isOut("int_a")).toBe(true);
  expect(targets.isOut("int_b")).toBe(false);
});

it("one short timeout says nothing, three do", () => {
  const { targets } = open();
  targets.note(integration, timeout(100));
  targets.note(integration, timeout(100));
  expect(targets.isOut("int_a")).toBe(false);
  targets.note(integration, timeout(100));
  expect(targets.isOut("int_a")).toBe(true);
});

it("a target that answers as often is asked on", () => {
  const { targets } = open();
  targets.note(integration, ok);
  targets.note(integration, timeout(15_000));
  expect(targets.isOut("int_a")).toBe(false);
});

it("a target that is being asked and has said nothing for two seconds is asked no more, until it answers", () => {
  const { world, targets } = open();
  targets.ask(integration);
  targets.ask(integration);
  world.now += 1_999;
  expect(targets.isOut("int_a")).toBe(false);
  world.now += 1;
  expect(targets.isOut("int_a")).toBe(true);
  targets.note(integration, ok);
  targets.end(integration);
  expect(targets.isOut("int_a")).toBe(false);
});

it("a target that nobody asks is not silent", () => {
  const { world, targets } = open();
  targets.ask(integration);
  targets.note(integration, ok);
  targets.end(integration);
  world.now += 60_000;
  expect(targets.isOut("int_a")).toBe(false);
});

it("when timeouts have taken every place for two seconds, only those that have answered are asked on", () => {
  const { targets } = open();
  const answers = buildIntegration("int_answers");
  targets.note(answers, ok);
  targets.note(buildIntegration("int_hangs"), timeout(5_900));
  expect(targets.isOut("int_unknown")).toBe(false);
  targets.note(buildIntegration("int_too"), timeout(100));
  expect(targets.isOut("int_unknown")).toBe(true);
  expect(targets.isOut("int_answers")).toBe(false);
});
