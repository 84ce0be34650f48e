import { describe, expect, test } from "vitest";
import {
  endOrganization,
  endPhase,
  type OrganizationResult,
  type RotationPosition,
  rotationPercentage,
  startPosition,
} from "./key-rotation.ts";

const NOW = 1_790_000_000_000;
const PROVING: RotationPosition = { ...startPosition(3), phase: "prove" };
const CLEAN: OrganizationResult = { left: 0, mayImprove: true, examples: [] };

describe("a key rotation", () => {
  test("goes through all organizations a second time, and waits before it: who had just read a text opens it first", () => {
    const progress = endPhase({ ...startPosition(3), done: 3, after: "org_c" }, NOW);
    expect(progress).toMatchObject({
      kind: "running",
      position: { phase: "prove", after: "", done: 0, organizations: 3 },
    });
    expect(progress.position.notBefore).toBeGreaterThan(NOW);
  });

  test("is complete only when the proof found nothing left", () => {
    expect(endPhase(PROVING, NOW)).toMatchObject({ kind: "ended", status: "completed" });
    expect(endPhase({ ...PROVING, left: 1 }, NOW)).toMatchObject({ kind: "ended", status: "incomplete" });
  });

  test("looks at an organization again while something keeps appearing, but not for ever", () => {
    const more: OrganizationResult = { left: 2, mayImprove: true, examples: [] };
    let position: RotationPosition = { ...PROVING, after: "org_a" };
    let rounds = 0;
    while (position.after === "org_a") {
      position = endOrganization(position, "org_b", more);
      rounds++;
    }
    expect(rounds).toBe(5);
    expect(position).toMatchObject({ after: "org_b", left: 2, rounds: 0, done: 1 });
  });

  test("passes by what cannot be opened, and says where it lies", () => {
    const broken: OrganizationResult = { left: 1, mayImprove: false, examples: ["users * user_1 totp"] };
    expect(endOrganization(PROVING, "org_b", broken)).toMatchObject({
      after: "org_b",
      left: 1,
      examples: ["users * user_1 totp"],
    });
  });

  test("keeps its list of places short, however much is broken", () => {
    let position = PROVING;
    const examples = Array.from({ length: 15 }, (_, n) => `place ${n}`);
    for (let n = 0; n < 10; n++) {
      position = endOrganization(position, `org_${n}`, { left: 15, mayImprove: false, examples });
    }
    expect(position.examples).toHaveLength(20);
    expect(position.left).toBe(150);
  });

  test("counts nothing as left before the proof: the first round is not over for anybody", () => {
    const first = endOrganization(startPosition(3), "org_a", { ...CLEAN, left: 9 });
    expect(first).toMatchObject({ after: "org_a", left: 0, done: 1 });
  });

  test("shows its way in percent, and 100 only at the end", () => {
    const percent = (position: RotationPosition) => rotationPercentage({ status: "running", position });
    expect(percent(startPosition(4))).toBe(0);
    expect(percent({ ...startPosition(4), done: 2 })).toBe(25);
    expect(percent({ ...PROVING, organizations: 4, done: 1 })).toBe(62);
    expect(percent({ ...PROVING, organizations: 4, done: 9 })).toBe(99);
    expect(percent(startPosition(0))).toBe(0);
    expect(rotationPercentage({ status: "completed", position: PROVING })).toBe(100);
  });
});
