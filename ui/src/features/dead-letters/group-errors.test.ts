import { describe, expect, it } from "vitest";
import { groupErrors } from "./group-errors.ts";

describe("dead letters by error", () => {
  it("counts what says the same, the most frequent first, with what to do about it", () => {
    const row = (detail: string | null, httpStatus: number | null) => ({
      detail,
      httpStatus,
      hint: `mend ${detail}`,
    });
    expect(
      groupErrors([row("a", 401), row("b", 403), row("b", 403), row("b", 401), row(null, null)]),
    ).toEqual([
      { detail: "b", httpStatus: 403, hint: "mend b", count: 2 },
      { detail: "a", httpStatus: 401, hint: "mend a", count: 1 },
      { detail: "b", httpStatus: 401, hint: "mend b", count: 1 },
      { detail: null, httpStatus: null, hint: "mend null", count: 1 },
    ]);
  });

  it("shows the few that matter", () => {
    const rows = Array.from({ length: 40 }, (_, n) => ({
      detail: `error ${n}`,
      httpStatus: null,
      hint: null,
    }));
    expect(groupErrors(rows)).toHaveLength(5);
  });
});
