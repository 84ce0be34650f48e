import { describe, expect, it } from "vitest";
import { nextPurgeState, objectsOf, PURGE_START, type PurgeState, type StepResult } from "./purge.ts";

const finished: StepResult = { kind: "finished" };

function stagesOf(results: readonly StepResult[]): string[] {
  let state: PurgeState | null = PURGE_START;
  const seen: string[] = [];
  for (const result of results) {
    if (state === null) break;
    seen.push(`${state.stage} ${state.pass}`);
    state = nextPurgeState(state, result, 1);
  }
  return [...seen, state === null ? "done" : `${state.stage} ${state.pass}`];
}

describe("a purge", () => {
  it("goes through everything twice with the settling in between, and looks before it ends", () => {
    expect(stagesOf(Array<StepResult>(10).fill(finished))).toEqual([
      "collect 1",
      "objects 1",
      "rows 1",
      "bodies 1",
      "settle 1",
      "collect 2",
      "objects 2",
      "rows 2",
      "bodies 2",
      "scan 2",
      "done",
    ]);
  });

  it("stays where it is while there is more to do or the time has not come", () => {
    const state: PurgeState = { ...PURGE_START, stage: "objects", purged: 3 };
    expect(nextPurgeState(state, { kind: "more", purged: 20 }, 9)).toEqual({
      ...state,
      purged: 20,
      touchedAt: 9,
    });
    const settling: PurgeState = { ...PURGE_START, stage: "settle" };
    expect(nextPurgeState(settling, { kind: "wait" }, 9)).toEqual({ ...settling, touchedAt: 9 });
  });

  it("begins once more when the scan finds something", () => {
    const scan: PurgeState = { ...PURGE_START, stage: "scan", pass: 2 };
    expect(nextPurgeState(scan, { kind: "again" }, 9)).toMatchObject({ stage: "collect", pass: 3 });
    const bodies: PurgeState = { ...PURGE_START, stage: "bodies", pass: 3 };
    expect(nextPurgeState(bodies, finished, 9)?.stage).toBe("scan");
  });

  it("never forgets an object that it knew, though its row is gone by the second pass", () => {
    const known = objectsOf("org_1", { integrations: ["int_1"], credentials: [] });
    const later = objectsOf("org_1", { integrations: ["int_2"], credentials: [] });
    const first = nextPurgeState(PURGE_START, { kind: "finished", objects: known }, 1) ?? PURGE_START;
    const second = nextPurgeState({ ...first, stage: "collect" }, { kind: "finished", objects: later }, 2);
    const names = second?.objects.map(({ name }) => name) ?? [];
    expect(names).toEqual(
      expect.arrayContaining(["org_1:int_1", "org_1:int_2", "org_1:0", "org_1:31", "org_1"]),
    );
    expect(names).toHaveLength(32 + 2 + 2);
  });
});
