import { describe, expect, it } from "vitest";
import { text } from "~/text/index.ts";
import { copiedBody } from "./copied-body.ts";

const words = text.proxyCalls.copied;
const request = { url: "https://api.example.com/orders", method: "POST", headers: {}, body: '{"a":1}' };
const call = { method: "POST", steps: [], request, requestBytes: 7 };

describe("the body of a call that is copied", () => {
  it("is the one that was sent", () => {
    expect(copiedBody(call)).toEqual({ body: '{"a":1}', note: null });
  });

  it("is left to whoever calls where it was reshaped on its way: nobody wants that twice", () => {
    const steps = [{ name: "transform_request", durationMs: 1, detail: "" }];
    expect(copiedBody({ ...call, steps })).toEqual({ body: null, note: words.reshaped });
  });

  it("says when it was not kept, or only in part", () => {
    expect(copiedBody({ ...call, request: { ...request, body: null } }).note).toBe(words.notKept);
    expect(copiedBody({ ...call, requestBytes: 70_000 })).toEqual({ body: '{"a":1}', note: words.cut });
  });

  it("is nothing for a GET", () => {
    expect(copiedBody({ ...call, method: "GET" })).toEqual({ body: null, note: null });
  });
});
