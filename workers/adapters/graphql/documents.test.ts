import { describe, expect, it } from "vitest";
import { graphqlDocuments } from "./documents.ts";

const SDL = `
  type Query { order(id: ID!): Order }
  type Mutation { createOrder(input: OrderInput!): Created }
  input OrderInput { sku: String!, qty: Int = 1 }
  type Order { id: ID! sku: String related: [Order!] }
  type Created { order: Order userErrors: [UserError!]! }
  type UserError { message: String }
`;
const CREATE =
  "mutation Create($input: OrderInput!) { createOrder(input: $input) { order { id } userErrors { message } } }";

function check(document: string, more: { name?: string; path?: string; sdl?: string } = {}) {
  const { name = null, path = null, sdl = null } = more;
  return graphqlDocuments.check({ document, operationName: name, userErrorsPath: path }, sdl);
}

function faultsOf(...args: Parameters<typeof check>): string {
  const result = check(...args);
  return result.ok ? "" : result.faults.map(({ member, message }) => `${member}: ${message}`).join("\n");
}

describe("a document", () => {
  it("in order is answered with its operation and what that needs", () => {
    expect(check("query Q($a: ID!, $b: Int! = 1, $c: [ID!]) { x(a: $a, b: $b, c: $c) { y } }")).toEqual({
      ok: true,
      kind: "query",
      name: "Q",
      variables: [
        { name: "a", required: true },
        { name: "b", required: false },
        { name: "c", required: false },
      ],
    });
  });

  it.each([
    ["a syntax error, with its place", "query {\n  order(id: }", "document: Line 2, column 13: Syntax Error"],
    ["nothing to run", "fragment F on Query { a }", "document: Line 1, column 1: Fragment"],
    ["a type definition", "type A { a: Int }", "document: Line 1, column 1"],
    ["a subscription", "subscription { a }", "document: A subscription is a stream"],
    [
      "two operations and no name",
      "query A { a } query B { b }",
      "operationName: The document has 2 operations",
    ],
    ["an unknown fragment", "{ ...F }", 'Unknown fragment "F"'],
    ["a variable that is not declared", "query Q { a(b: $c) }", 'Variable "$c" is not defined'],
    ["a variable that is not used", "query Q($c: Int) { a }", 'Variable "$c" is never used'],
    ["two operations of one name", "query A { a } query A { b }", "There can be only one operation"],
    ["a character that is none", "{ a ? }", "Line 1, column 5"],
    ["a string without an end", '{ a(b: "x) }', "Unterminated string"],
  ])("with %s is refused", (_what, document, words) => {
    expect(faultsOf(document)).toContain(words);
  });

  it("of several operations sends the one that is named", () => {
    const document = "query A { a } query B($b: Int!) { b(b: $b) }";
    expect(check(document, { name: "B" })).toMatchObject({ ok: true, variables: [{ name: "b" }] });
    expect(faultsOf(document, { name: "C" })).toBe(
      "operationName: The document has no such operation: it has A, B.",
    );
    expect(faultsOf("{ a }", { name: "C" })).toContain("its operation has no name");
  });

  it("is held against the schema, when that is known", () => {
    expect(check(CREATE, { sdl: SDL })).toMatchObject({ ok: true, kind: "mutation" });
    expect(faultsOf("{ order(id: 1) { price } }", { sdl: SDL })).toContain(
      'Line 1, column 18: Cannot query field "price" on type "Order".',
    );
    expect(faultsOf("{ order { id } }", { sdl: SDL })).toContain('argument "id" of type "ID!" is required');
    expect(check("{ order { price } }").ok).toBe(true);
  });

  it("must select where it looks for user errors", () => {
    expect(check(CREATE, { path: "createOrder.userErrors" }).ok).toBe(true);
    expect(check(CREATE, { path: "*.userErrors" }).ok).toBe(true);
    expect(
      check("mutation { x: create { ...F } } fragment F on P { userErrors { code } }", {
        path: "x.userErrors",
      }).ok,
    ).toBe(true);
    expect(faultsOf(CREATE, { path: "createOrder.errors" })).toContain(
      "userErrorsPath: The operation selects no such",
    );
    expect(faultsOf("mutation { x: create { id } }", { path: "create.id" })).toContain("userErrorsPath");
  });
});

describe("a document that would cost more than it says", () => {
  const fragments = (count: number, times: number) =>
    Array.from(
      { length: count },
      (_, n) => `fragment F${n} on T { ${n === count - 1 ? "x" : `...F${n + 1} `.repeat(times)} }`,
    ).join("\n");

  it.each([
    // Ten billion fields in 400 characters.
    ["a fragment bomb", `{ ...F0 }\n${fragments(11, 10)}`, "fields with its fragments written out"],
    ["aliases", `{ ${Array.from({ length: 1_001 }, (_, n) => `a${n}: x`).join(" ")} }`, "1001 fields"],
    ["depth", `${"{ a ".repeat(40)}${"}".repeat(40)}`, "nested"],
    [
      "depth through fragments",
      `{ a { ...F0 } }\n${Array.from({ length: 40 }, (_, n) => `fragment F${n} on T { a { ...F${n + 1} } }`).join("\n")}\nfragment F40 on T { a }`,
      "levels deep",
    ],
    ["brackets", `{ a(b: ${"[".repeat(20_000)}) }`, "nested deeper than 60"],
    ["words", `{ ${"a ".repeat(6_000)} }`, "more than 5000 words"],
    ["a bomb that is never lit", `{ x }\n${fragments(11, 10)}`, "fields with its fragments written out"],
    ["a fragment of itself", "{ ...A } fragment A on T { ...B } fragment B on T { ...A }", "spreads itself"],
  ])("is refused before anything is spent on it: %s", (_what, document, words) => {
    expect(faultsOf(document)).toContain(words);
    expect(faultsOf(document, { sdl: SDL })).toContain(words);
  });
});

describe("a schema", () => {
  it("in order has no faults", () => {
    expect(graphqlDocuments.checkSdl(SDL)).toEqual([]);
  });

  it.each([
    ["a syntax error", "type Query {\n a: }", "Line 2, column 5: Syntax Error"],
    ["an unknown type", "type Query { a: Nope }", 'Unknown type "Nope"'],
    ["no query type", "type A { a: Int }", "no query type"],
    ["a type without fields", "type Query { a: A } type A", "must define one or more fields"],
    ["a query instead of a schema", "{ a }", "no query type"],
    ["brackets", `type Query { a: ${"[".repeat(5_000)} }`, "nested deeper"],
  ])("with %s is refused", (_what, sdl, words) => {
    expect(
      graphqlDocuments
        .checkSdl(sdl)
        .map(({ message }) => message)
        .join(),
    ).toContain(words);
  });
});

describe("an answer to introspection", () => {
  it.each([
    ["no JSON", "<html>"],
    ["no data", '{"errors":[]}'],
    ["no schema in it", '{"data":{"a":1}}'],
    [
      "types that are none",
      '{"data":{"__schema":{"queryType":{"name":"Query"},"types":[{"kind":"OBJECT"}],"directives":[]}}}',
    ],
    ["nesting without end", `{"data":${"[".repeat(9_999)}`],
  ])("with %s is refused", (_what, answer) => {
    expect(graphqlDocuments.readIntrospection(answer).ok).toBe(false);
  });
});
