import { describe, expect, test } from "vitest";
import { NO_LOOKUPS, type Scope } from "./scope.ts";
import { compileSimple, renderSimple } from "./simple-transform.ts";
import type { SimpleTransform } from "./transform-settings.ts";

const SHAPE = { payload: null, env: new Set(["BASE"]), config: new Set(["region"]) };
const scope = (payload: unknown): Scope => ({
  values: { payload, env: { BASE: "https://api.example.com/v1" }, config: { region: "eu" } },
  now: 0,
  lookups: NO_LOOKUPS,
});

function compile(transform: Partial<SimpleTransform>) {
  return compileSimple({ kind: "simple", mapping: 1, ...transform }, SHAPE, { mode: "standard" });
}

function made(transform: Partial<SimpleTransform>, payload: unknown) {
  const compilation = compile(transform);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
  return renderSimple(compilation.compiled, scope(payload));
}

describe("a URL template", () => {
  test.each<[string, unknown, string]>([
    ["https://x.example/{{payload.id}}", { id: "a/b?c" }, "https://x.example/a%2Fb%3Fc"],
    ["{{env.BASE}}/orders/{{payload.id}}", { id: 7 }, "https://api.example.com/v1/orders/7"],
    ["https://{{config.region}}.x.example/{{payload.id}}", { id: "1" }, "https://eu.x.example/1"],
    ["https://x.example/{{date.today()}}", {}, "https://x.example/1970-01-01"],
  ])("%s with %j is %s", (url, payload, expected) => {
    expect(made({ url }, payload)).toMatchObject({ message: { url: expected } });
  });

  test.each([
    "{{payload.url}}",
    "https://{{payload.host}}/",
    "https://x.example{{payload.port}}/",
    "{{payload.scheme}}://x.example/",
    "{{env.BASE}}{{payload.rest}}",
    "{{env.BASE | default: payload.url}}/x",
  ])("%s is refused: an event would choose where it goes", (url) => {
    const compilation = compile({ url });
    expect(compilation.ok ? [] : compilation.problems).toMatchObject([{ pointer: "/url" }]);
  });

  test.each([{ id: ".." }, { id: "." }, { id: "" }, { id: "\ud800" }])("%j in a path fails", (payload) => {
    expect(made({ url: "https://x.example/a/{{payload.id}}/b" }, payload)).toMatchObject({
      kind: "failed",
      message: expect.stringMatching(/^\/url: /),
    });
  });
});

describe("a SIMPLE transformation", () => {
  test("leaves out parameters and headers that are optional, and repeats a list", () => {
    const transform = {
      mapping: "{{payload}}",
      headers: { "x-a": "{{payload.a | optional}}", "x-b": "{{payload.b}}" },
      query: { tag: "{{payload.tags}}", none: "{{payload.none | optional}}" },
    };
    expect(made(transform, { b: 1, tags: ["x", "y"] })).toEqual({
      kind: "message",
      message: {
        payloadJson: '{"b":1,"tags":["x","y"]}',
        headers: { "x-b": "1" },
        query: [
          ["tag", "x"],
          ["tag", "y"],
        ],
      },
    });
  });

  test("that leaves nothing fails", () => {
    expect(made({ mapping: "{{payload.a | optional}}" }, {})).toMatchObject({ kind: "failed" });
  });

  test.each<[Partial<SimpleTransform>, string]>([
    [{ method: "GET" }, "/method"],
    [{ method: "{{payload.method" }, "/method"],
    [{ headers: { "content-type": "x" } }, "/headers/content-type"],
    [{ headers: { "x-a": "{{nothing}}" } }, "/headers/x-a"],
    [{ query: { "a/b": "{{nothing}}" } }, "/query/a~1b"],
    [{ mapping: { a: "{{nothing}}" } }, "/mapping/a"],
  ])("%j is refused at %s", (transform, pointer) => {
    const compilation = compile(transform);
    expect(compilation.ok ? [] : compilation.problems.map((problem) => problem.pointer)).toEqual([pointer]);
  });
});
