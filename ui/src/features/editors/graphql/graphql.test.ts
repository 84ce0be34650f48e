import { describe, expect, it } from "vitest";
import { errorsOf } from "./errors-of.ts";
import { fieldText, operationText } from "./field-text.ts";
import { operationsOf, problemsOf, readSchema, typesOf } from "./graphql-language.ts";
import { documentPlace, readCodes } from "./graphql-settings.ts";
import { lackingInPayload, missingVariables, withDeclared } from "./missing-variables.ts";
import { renderVariables } from "./render-variables.ts";
import { searchTypes } from "./schema-tree.ts";

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

  it("says what it requires of a payload that is the variables itself", () => {
    const [, operation] = operationsOf(DOCUMENT);
    if (operation === undefined) throw new Error("no operation");
    expect(lackingInPayload({ tags: [] }, operation)).toEqual(["id"]);
    expect(lackingInPayload({ id: null }, operation)).toEqual(["id"]);
    expect(lackingInPayload({ id: 1 }, operation)).toEqual([]);
    expect(lackingInPayload(undefined, operation)).toEqual([]);
  });

  it("is marked where the gateway says", () => {
    expect(documentPlace("Line 2, column 13: Syntax Error")).toEqual({ line: 2, column: 13 });
    expect(documentPlace("Too long")).toEqual({ line: null });
  });
});

describe("a schema", () => {
  const schema = readSchema(`
    type Query { order(id: ID!): Order }
    type Mutation { createOrder(id: ID!, note: String): Order }
    type Order { id: ID! total: Float owner: Owner }
    type Owner { name: String }
    enum State { OPEN CLOSED }
  `);
  const types = typesOf(schema);

  it("is read from what can be asked to its types", () => {
    expect(types.map(({ name }) => name).slice(0, 3)).toEqual(["Query", "Mutation", "Boolean"]);
    expect(types.find(({ name }) => name === "State")?.values).toEqual(["OPEN", "CLOSED"]);
    expect(
      searchTypes(types, "own").map(({ name, fields }) => [name, fields.map((one) => one.name)]),
    ).toEqual([
      ["Order", ["owner"]],
      ["Owner", ["name"]],
    ]);
  });

  it("writes a field, and a whole operation that fits", () => {
    const field = types.find(({ name }) => name === "Mutation")?.fields[0];
    if (field === undefined) throw new Error("no field");
    expect(fieldText(field)).toBe("createOrder(id: $id) { id total }");
    const document = operationText("mutation", field);
    expect(document).toContain("mutation CreateOrder($id: ID!, $note: String)");
    expect(problemsOf(document, schema)).toEqual([]);
  });

  it("says of a document what is unknown, and where", () => {
    const [problem] = problemsOf("query {\n  order(id: 1) { idx }\n}", schema);
    expect(problem).toMatch(/^Line 2, column 18: .*idx/);
    expect(problemsOf("query {", undefined)[0]).toMatch(/^Line 1/);
    expect(problemsOf("query { any }", undefined)).toEqual([]);
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
