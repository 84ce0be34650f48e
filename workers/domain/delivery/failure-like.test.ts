import { describe, expect, it } from "vitest";
import { classifyOutcome } from "./classify-outcome.ts";
import { ERROR_CATEGORIES } from "./error-category.ts";
import { failureLike } from "./failure-like.ts";

describe("a supposed failure", () => {
  it.each(ERROR_CATEGORIES)("is judged as %s, with a status and without", (category) => {
    for (const httpStatus of [null, 200, 404, 500]) {
      expect(classifyOutcome(failureLike({ category, httpStatus }))).toMatchObject({
        kind: "failure",
        category,
      });
    }
  });

  it("is judged by its status where nothing else is known, and is a 503 where nothing is", () => {
    const judged = (httpStatus: number | null) =>
      classifyOutcome(failureLike({ category: null, httpStatus }));
    expect(judged(429)).toMatchObject({ category: "RATE_LIMIT" });
    expect(judged(204)).toEqual({ kind: "success" });
    expect(judged(null)).toMatchObject({ category: "SERVER_ERROR" });
  });
});
