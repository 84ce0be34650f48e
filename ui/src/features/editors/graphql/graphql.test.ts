import { describe, expect, it } from "vitest";
import { errorsOf } from "./errors-of.ts";
import { operationsOf } from "./graphql-language.ts";
import { documentPlace, readCodes } from "./graphql-settings.ts";
import { missingVariables, withDeclared } from "./missing-variables.ts";
import { renderVariables } from "./render-variables.ts";

const DOCUMENT = "query A { a } mutation B($id: ID!, $tags: [String!] = []) { b(id: $id, tags: $tags) }";

describe("a GraphQL document", () => {
  it("tells what it can run", () => {
    expect(operationsOf(DOCUMENT)).toEqual([
      { kind: "query", name: "A", variables: [] },
      {
        kind: "mutation",
        name: "B",
        variables: [
          { name: "id", type: "ID!", isRequired: true },
          { name: "tags", type: "[String!]", isRequired: false },
        ],
      },
    ]);
    expect(operationsOf("query {")).toEqual([]);
  });

  it("gets a mapping of its variables, and keeps what is mapped already", () => {
    const [, operation] = operationsOf(DOCUMENT);
    if (operation === undefined) throw new Error("no operation");
    expect(withDeclared({ id: "{{payload.orderId}}" }, operation)).toEqual({
      id: "{{payload.orderId}}",
      tags: "{{payload.tags}}",
    });
    expect(missingVariables({}, operation)).toEqual(["id", "tags"]);
    expect(missingVariables({ $each: "payload.x", do: 1 }, operation)).toEqual([]);
  });

  it("is marked where the gateway says", () => {
    expect(documentPlace("Line 2, column 13: Syntax Error")).toEqual({ line: 2, column: 13 });
    expect(documentPlace("Too long")).toEqual({ line: null });
  });
});

describe("variables of an event", () => {
  const from = { payloadText: '{"id":12345678901234567890}', type: "t", config: {}, env: { A: "b" }, now: 0 };

  it("keep every digit", () => {
    expect(renderVariables({ id: "{{payload.id}}", a: "{{env.A}}" }, from)).toEqual({
      kind: "json",
      json: '{"id":12345678901234567890,"a":"b"}',
    });
    expect(renderVariables(null, from)).toEqual({ kind: "json", json: from.payloadText });
  });

  it("say where they fail, and that lookup tables are asked elsewhere", () => {
    expect(renderVariables({ x: "{{payload.none}}" }, from)).toMatchObject({ kind: "failed" });
    expect(renderVariables({ x: "{{lookup.t.k}}" }, from)).toEqual({ kind: "lookup" });
  });
});

it("the errors of an answer are read, whatever else it is", () => {
  const body = '{"errors":[{"message":"No","path":["a",0],"extensions":{"code":"NOT_FOUND"}},"odd"]}';
  expect(errorsOf(body)).toEqual([
    { message: "No", code: "NOT_FOUND", place: "a.0" },
    { message: '"odd"', code: null, place: null },
  ]);
  expect(errorsOf("<html>")).toEqual([]);
});

it("codes are typed with spaces or commas", () => {
  expect(readCodes(" A, B  C,")).toEqual(["A", "B", "C"]);
});
