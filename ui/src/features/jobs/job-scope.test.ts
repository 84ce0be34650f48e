import { expect, it } from "vitest";
import type { Job } from "./bulk-requests.ts";
import { outcomesOf, scopeWords } from "./job-scope.ts";

function job(filter: Job["filter"], changes: Partial<Job> = {}): Job {
  return {
    id: "job_1",
    kind: "retry_dead_letters",
    status: "completed",
    filter,
    integrationId: null,
    perMinute: null,
    total: 3,
    processed: 3,
    skipped: 0,
    percentage: 100,
    detail: null,
    undoes: null,
    undoneBy: null,
    undoableUntil: null,
    createdAt: "2026-11-26T11:00:00Z",
    updatedAt: "2026-11-26T11:00:00Z",
    ...changes,
  };
}
const nameOf = (id: string) => (id === "int_1" ? "Shop" : id);

it("says in a line what a job is about", () => {
  expect(scopeWords(job({ status: ["dead_lettered"] }), nameOf)).toBe("Everything");
  expect(scopeWords(job({ category: "AUTH", integrationId: "int_1", eventType: "order.*" }), nameOf)).toBe(
    "Authentication · order.* · to Shop",
  );
  expect(scopeWords(job({ ids: ["dlv_1", "dlv_2"] }), nameOf)).toBe("2 chosen");
  expect(scopeWords(job({}, { integrationId: "int_1", kind: "deliver_missed" }), nameOf)).toBe("to Shop");
  expect(scopeWords(job({}, { undoes: "job_0", kind: "undo_job" }), nameOf)).toBe("of job_0");
});

it("does not fail on a filter that it does not know", () => {
  expect(scopeWords(job({ category: "NEW_ONE", ids: "no list", from: 7 }), nameOf)).toBe("Everything");
});

it("leads to the same deliveries, whatever became of them", () => {
  expect(outcomesOf(job({ integrationId: "int_1", status: ["dead_lettered"] }))).toEqual([
    { kind: "all", filter: { integrationId: "int_1" } },
  ]);
  expect(outcomesOf(job({ ids: ["dlv_1"] }))).toEqual([]);
});

it("does not look for what arrived by what had gone wrong", () => {
  expect(outcomesOf(job({ category: "AUTH", text: "token", to: "2026-11-26T11:00:00Z" }))).toEqual([
    { kind: "still", filter: { category: "AUTH", text: "token", to: "2026-11-26T11:00:00Z" } },
    { kind: "all", filter: { to: "2026-11-26T11:00:00Z" } },
  ]);
});
