import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compileMapping } from "./compile-mapping.ts";
import { parseExact } from "./exact-json.ts";
import { PIPES } from "./pipe-table.ts";
import { readScriptAnswer } from "./read-script-answer.ts";
import { renderMapping } from "./render-mapping.ts";
import { NO_LOOKUPS } from "./scope.ts";
import { harnessed, SCRIPT_ENTRY } from "./script-harness.ts";

const MANUAL = readFileSync(new URL("../../../docs/transformation.md", import.meta.url), "utf8");
const NOON = Date.UTC(2026, 0, 31, 12);

function examples(language: string): string[] {
  return [...MANUAL.matchAll(/```(\w+) example\n([\s\S]*?)```/g)].flatMap(([, is, text]) =>
    is === language && text !== undefined ? [text] : [],
  );
}

/** The payload as its bytes: parsing the example would round its numbers. */
function payloadOf(example: string): unknown {
  const exact = parseExact(example) as { payload: unknown };
  return exact.payload;
}

describe("the manual", () => {
  test.each(examples("json"))("what a mapping makes: %s", (text) => {
    const { mapping, result } = JSON.parse(text) as Record<string, unknown>;
    const compiled = compileMapping(mapping, { payload: null });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
    const scope = { values: { payload: payloadOf(text) }, now: NOON, lookups: NO_LOOKUPS };
    const rendered = renderMapping(compiled, scope);
    if (rendered.kind !== "json") throw new Error(JSON.stringify(rendered));
    expect(JSON.parse(rendered.json)).toEqual(result);
  });

  const [first = "", several = ""] = examples("js");
  const facts = {
    event: { type: "order.created" },
    config: { tenantId: "org_1" },
    target: { url: "https://example.com" },
  };

  /** Plain evaluation of our own manual; tenants' scripts run in the cage. */
  async function run(source: string, payload: unknown) {
    const make = new Function(`${harnessed(source)}\nreturn ${SCRIPT_ENTRY};`) as () => (
      ...given: unknown[]
    ) => Promise<unknown>;
    return readScriptAnswer(JSON.stringify(await make()(payload, facts, {})));
  }

  test("what its scripts make", async () => {
    expect(await run(first, { test: true })).toEqual({ kind: "cancelled", reason: "a test order" });
    expect(await run(first, { id: 7 })).toEqual({
      kind: "messages",
      messages: [{ payloadJson: '{"order":7,"type":"order.created","tenant":"org_1"}' }],
    });
    expect(await run(several, { items: [{ sku: "a/b" }, { sku: "c" }] })).toEqual({
      kind: "messages",
      messages: [
        { payloadJson: '{"sku":"a/b"}', url: "https://example.com/a%2Fb", method: "PUT" },
        { payloadJson: '{"sku":"c"}', url: "https://example.com/c", method: "PUT" },
      ],
    });
  });

  test("shows every pipe with what it takes, in the words of the code", () => {
    const rows = [...PIPES].map(([name, { args, help }]) => {
      const given = args.map((arg) => (arg.optional === true ? `${arg.name}?` : arg.name)).join(", ");
      return `| \`${given === "" ? name : `${name}: ${given}`}\` | ${help} |`;
    });
    expect(MANUAL.match(/### Pipes[\s\S]*?\|---\|---\|\n([\s\S]*?)\n\n/)?.[1]?.split("\n")).toEqual(rows);
  });
});
