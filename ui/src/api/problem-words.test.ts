import { describe, expect, it } from "vitest";
import { text } from "~/text/index.ts";
import type { ProblemDocument } from "./problem.ts";
import { problemWords } from "./problem-words.ts";

function problem(part: Partial<ProblemDocument>): ProblemDocument {
  return {
    status: 409,
    code: "conflict",
    title: "",
    detail: "",
    requestId: null,
    errors: [],
    retryAfterMs: null,
    ...part,
  };
}

describe("what a problem says to people", () => {
  it("leaves out what only a program can do next", () => {
    const detail = "There is an event type order.created already. Change it by PATCH.";
    expect(problemWords(problem({ detail }))).toBe("There is an event type order.created already.");
    const missing = "There is no event type nope.nope. GET /api/v1/event-types lists them.";
    expect(problemWords(problem({ status: 404, detail: missing }))).toBe("There is no event type nope.nope.");
  });

  it("points to the fields when they say what is wrong", () => {
    const errors = [{ pointer: "/name", message: "It is empty." }];
    const detail = "The body does not have the expected form; see errors.";
    expect(problemWords(problem({ status: 422, detail, errors }))).toBe(text.shell.states.fieldsWrong);
  });

  it("keeps what is for people as it is, and never says nothing", () => {
    expect(problemWords(problem({ detail: "The password is wrong. Try again in 30 s." }))).toBe(
      "The password is wrong. Try again in 30 s.",
    );
    expect(problemWords(problem({ detail: "Use GET." }))).toBe("Use GET.");
  });
});
