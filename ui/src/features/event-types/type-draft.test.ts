import { describe, expect, it } from "vitest";
import type { EventType } from "./event-type-queries.ts";
import { isChanged, typeBody, typeDraft } from "./type-draft.ts";

const TYPE = {
  name: "order.created",
  description: "Somebody ordered.",
  schema: { type: "object" },
  example: null,
  validation: null,
} as unknown as EventType;
const DRAFT = typeDraft(TYPE);

describe("a type that is edited", () => {
  it("is unchanged until somebody writes", () => {
    expect(isChanged(TYPE, DRAFT)).toBe(false);
    expect(isChanged(TYPE, { ...DRAFT, mode: "STRICT" })).toBe(true);
  });

  it("sends null for what was emptied, and the digits that were written", () => {
    const draft = { ...DRAFT, schema: "", example: '{"n":1.10}', mode: "LAX" as const };
    expect(typeBody(draft)).toBe(
      '{"description":"Somebody ordered.","validation":"LAX","schema":null,"example":{"n":1.10}}',
    );
    expect(typeBody(draft, "order.created")).toContain('"name":"order.created"');
  });

  it("is not sent while it is no JSON", () => {
    expect(typeBody({ ...DRAFT, schema: "{" })).toBe(null);
  });
});
