import { describe, expect, it } from "vitest";
import { type Names, NO_NAMES } from "./names.ts";
import { pathsOf, valueAt } from "./paths-of.ts";
import { suggestInExpression, suggestInTemplate } from "./suggest.ts";
import { suggestInScript } from "./suggest-in-script.ts";

const PAYLOAD = { id: 7, customer: { "e-mail": "a@b.c" }, items: [{ sku: "A-1" }, { sku: "B" }] };
const NAMES: Names = {
  payload: PAYLOAD,
  locals: { item: { sku: "A-1" } },
  variables: [{ name: "SHOP_URL", value: "https://shop" }],
  tables: ["countries"],
};
const inserts = (found: { options: readonly { insert: string }[] } | null) =>
  found?.options.map(({ insert }) => insert) ?? [];

describe("paths of a payload", () => {
  it("reach every place, of a list the first element", () => {
    expect(pathsOf(PAYLOAD, "payload").map(({ path }) => path)).toEqual([
      "payload",
      "payload.id",
      "payload.customer",
      'payload.customer["e-mail"]',
      "payload.items",
      "payload.items[0]",
      "payload.items[0].sku",
    ]);
  });

  it.each([
    ["payload.items[1].sku", "B"],
    ["payload.items[-1].sku", "B"],
    ['payload.customer["e-mail"]', "a@b.c"],
    ["payload.nothing.here", undefined],
    ["other", undefined],
  ])("%s leads to %s", (path, value) => {
    expect(valueAt(path, { payload: PAYLOAD })).toBe(value);
  });
});

describe("what templates suggest", () => {
  it("names behind open braces only", () => {
    expect(suggestInTemplate("Order {{payload.i", 17, NAMES)).toMatchObject({ from: 8 });
    expect(inserts(suggestInTemplate("Order {{payload.i", 17, NAMES))[0]).toBe("payload.id");
    expect(suggestInTemplate("Order payload.i", 15, NAMES)).toBeNull();
    expect(suggestInTemplate("{{payload.id}} x", 16, NAMES)).toBeNull();
    expect(suggestInTemplate("\\{{payload.i", 12, NAMES)).toBeNull();
  });

  it("pipes behind a bar, and paths among what they take", () => {
    expect(inserts(suggestInExpression("payload.id | up", NAMES))).toEqual(["upper"]);
    expect(inserts(suggestInExpression("payload.id | default: env.", NAMES))).toEqual(["env.SHOP_URL"]);
  });

  it("variables, tables, functions, and the element of an array row", () => {
    expect(inserts(suggestInExpression("env.", NAMES))).toEqual(["env.SHOP_URL"]);
    expect(inserts(suggestInExpression("lookup", NAMES))).toEqual(["lookup.countries["]);
    expect(inserts(suggestInExpression("date.n", NAMES))).toEqual(["date.now("]);
    expect(inserts(suggestInExpression("item.", NAMES))[0]).toBe("item.sku");
  });
});

describe("what a script suggests", () => {
  it("members of the chosen payload and of the context", () => {
    expect(inserts(suggestInScript("  return payload.items[0].", NAMES))).toEqual(["payload.items[0].sku"]);
    expect(inserts(suggestInScript("context.env.", NAMES))).toEqual(["context.env.SHOP_URL"]);
    expect(inserts(suggestInScript("context.c", NAMES))).toContain("context.cancel(");
    expect(inserts(suggestInScript('context.lookup("c', NAMES))).toEqual(["countries"]);
  });

  it("nothing where the language knows better", () => {
    expect(suggestInScript("const total = ", NO_NAMES)).toBeNull();
  });
});
