import { describe, expect, it } from "vitest";
import packageJson from "../../../package.json" with { type: "json" };
import { planReads } from "../operations/plan-reads.ts";
import { codeKey, VALIDATION_ENGINE } from "./code-key.ts";
import { judgePayload } from "./judge-payload.ts";
import { readSchema } from "./schema-problems.ts";
import { ReportBuilder } from "./validation-report.ts";

describe("compiled code", () => {
  it("is named by the version of what wrote it: raise the number when Ajv is upgraded", () => {
    expect(VALIDATION_ENGINE.startsWith(`ajv-${packageJson.devDependencies.ajv}-`)).toBe(true);
  });

  it("is another for a schema that coerces, and the same for the two modes that do not", () => {
    expect(codeKey("h", "TRANSFORM")).not.toBe(codeKey("h", "STRICT"));
    expect(codeKey("h", "LAX")).toBe(codeKey("h", "STRICT"));
  });
});

describe("a schema", () => {
  it.each([
    ["[]", ""],
    ["null", ""],
    ['{"$schema":"http://json-schema.org/draft-04/schema#"}', "/$schema"],
    ['{"$schema":7}', "/$schema"],
    ['{"items":{"$dynamicRef":"#node"}}', "/items/$dynamicRef"],
    [`{"description":"${"x".repeat(65_536)}"}`, ""],
    [`${'{"not":'.repeat(33)}{}${"}".repeat(33)}`, ""],
  ])("%# is refused and points at what is wrong", (text, pointer) => {
    expect(readSchema(text)).toMatchObject({ ok: false, problems: [{ pointer }] });
  });

  it.each([
    ["true", "draft-07"],
    ["{}", "draft-07"],
    ['{"$schema":"http://json-schema.org/draft-07/schema#"}', "draft-07"],
    ['{"$schema":"https://json-schema.org/draft/2020-12/schema"}', "2020-12"],
    ['{"properties":{"$dynamicRef":{"type":"string"}}}', "draft-07"],
  ])("%s is %s", (text, draft) => {
    expect(readSchema(text)).toEqual({ ok: true, draft });
  });
});

describe("a payload that could not be checked", () => {
  const stopped = { kind: "stopped", message: "Too long.", fuelUsed: 1 } as const;

  it.each(["STRICT", "TRANSFORM"] as const)("is refused under %s, and never goes out unchecked", (mode) => {
    expect(judgePayload(mode, "{}", stopped)).toMatchObject({
      kind: "refused",
      errors: [{ keyword: "limits" }],
    });
  });

  it("is delivered under LAX, and noted", () => {
    expect(judgePayload("LAX", "{ }", stopped)).toMatchObject({ kind: "passed", payloadJson: "{ }" });
  });
});

it("a report counts payloads by field, whatever the index", () => {
  const report = new ReportBuilder();
  const error = (pointer: string) => ({ pointer, keyword: "type", message: "must be string" });
  report.add("e1", { kind: "unfit", errors: [error("/items/0/sku"), error("/items/17/sku")], fuelUsed: 1 });
  report.add("e2", { kind: "unfit", errors: [error("/items/3/sku")], fuelUsed: 1 });
  report.add("e3", { kind: "fits", changedJson: "{}", fuelUsed: 1 });
  report.missing();
  expect(report.build(4, false)).toMatchObject({
    checked: 3,
    fitting: 1,
    changed: 1,
    failing: 2,
    unreadable: 1,
    failures: [{ field: "/items/*/sku", keyword: "type", count: 2 }],
  });
});

describe("reads of bodies", () => {
  const at = (key: string, offset: number, length: number) => ({ key, offset, length });

  it("that lie near each other in one object are one", () => {
    const spans = planReads([at("a", 100, 50), at("a", 0, 80), at("b", 0, 10)], (pointer) => pointer);
    expect(spans.map((span) => span.at)).toEqual([at("a", 0, 150), at("b", 0, 10)]);
    expect(spans[0]?.parts.map(({ offset, length }) => [offset, length])).toEqual([
      [0, 80],
      [100, 50],
    ]);
  });

  it("that lie far apart, or are too much together, are several", () => {
    const MB = 1024 * 1024;
    expect(planReads([at("a", 0, 10), at("a", MB, 10)], (pointer) => pointer)).toHaveLength(2);
    expect(planReads([at("a", 0, 1.5 * MB), at("a", 1.5 * MB, MB)], (pointer) => pointer)).toHaveLength(2);
  });

  it("of the same body twice give it twice", () => {
    const [span] = planReads([at("a", 5, 10), at("a", 5, 10)], (pointer) => pointer);
    expect([span?.at, span?.parts.length]).toEqual([at("a", 5, 10), 2]);
  });
});
