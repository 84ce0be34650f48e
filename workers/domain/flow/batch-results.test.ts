import { describe, expect, it } from "vitest";
import { type BatchResults, readBatchResults } from "./batch-results.ts";

const IDS = ["evt_1", "evt_2", "evt_3"];
const BY_ORDER = { path: "results", id: null, outcome: "status" };
const BY_ID = { path: "data.failures", id: "event.id", outcome: "error" };

function marks(results: BatchResults) {
  return results.kind === "unreadable" ? results.detail : results.results.map((one) => one.ok);
}

describe("the results in an answer to a batch", () => {
  it("are taken in the events' order", () => {
    const body = JSON.stringify({ results: [{ status: 200 }, { status: 422 }, { status: 503 }] });
    expect(readBatchResults(BY_ORDER, body, false, IDS)).toMatchObject({
      results: [
        { ok: true },
        { ok: false, category: "VALIDATION", status: 422 },
        { ok: false, category: "SERVER_ERROR", status: 503 },
      ],
    });
  });

  it("may name only what failed, by its id", () => {
    const body = JSON.stringify({
      data: { failures: [{ event: { id: "evt_2" }, error: "no such customer" }] },
    });
    expect(marks(readBatchResults(BY_ID, body, false, IDS))).toEqual([true, false, true]);
  });

  it("count an event as failed when one of its items did", () => {
    const failures = [
      { event: { id: "evt_1" }, error: "bad" },
      { event: { id: "evt_1" }, error: null },
    ];
    const body = JSON.stringify({ data: { failures } });
    expect(marks(readBatchResults(BY_ID, body, false, ["evt_1", "evt_1"]))).toEqual([false, false]);
  });

  it.each<[unknown, boolean]>([
    [200, true],
    [399, true],
    [400, false],
    ["201", true],
    ["500", false],
    [true, true],
    [false, false],
    [null, true],
    [undefined, true],
    ["", true],
    ["OK", true],
    ["failed", false],
    [[], true],
    [["x"], false],
    [{ code: 1 }, false],
  ])("read %j as success: %s", (status, ok) => {
    const body = JSON.stringify({ results: [{ status }] });
    expect(marks(readBatchResults(BY_ORDER, body, false, ["evt_1"]))).toEqual([ok]);
  });

  it("are all good when the answer is empty", () => {
    expect(marks(readBatchResults(BY_ORDER, " ", false, IDS))).toEqual([true, true, true]);
  });

  it("never say what the target wrote: it may hold secrets", () => {
    const body = JSON.stringify({ results: [{ status: "token s3cret is bad" }] });
    expect(JSON.stringify(readBatchResults(BY_ORDER, body, false, ["evt_1"]))).not.toContain("s3cret");
  });

  it.each([
    ["no JSON", "<html>", false],
    ["no list", '{"results":{}}', false],
    ["no such member", '{"items":[]}', false],
    ["an inherited member", '{"__proto__":{"results":[]}}', false],
    ["too few", '{"results":[{"status":200}]}', false],
    ["too many", '{"results":[1,2,3,4]}', false],
    ["cut off", '{"results":[{"status":200}', true],
  ])("count for nobody when the answer is unreadable: %s", (_why, body, truncated) => {
    expect(readBatchResults(BY_ORDER, body, truncated, IDS).kind).toBe("unreadable");
  });

  it("count for nobody when one names an event that was not sent", () => {
    const body = JSON.stringify({ data: { failures: [{ event: { id: "evt_9" }, error: "x" }] } });
    expect(readBatchResults(BY_ID, body, false, IDS).kind).toBe("unreadable");
  });
});
