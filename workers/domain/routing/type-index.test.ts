import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesEventType } from "./event-type-pattern.ts";
import { indexTypes } from "./type-index.ts";

const taking = (...eventTypes: string[]) => ({ enabled: true, eventTypes });

test("the index finds whom the patterns name, in the order given and each once", () => {
  const exact = taking("order.created");
  const open = taking("order.*", "order.created", "*");
  const middle = taking("order.*.done");
  const other = taking("user.created");
  const all = taking("*");
  const find = indexTypes([exact, open, middle, other, all]);
  expect(find("order.created")).toEqual([exact, open, all]);
  expect(find("order.item.done")).toEqual([open, middle, all]);
  expect(find("order")).toEqual([open, all]);
  expect(find("user.created.again")).toEqual([open, all]);
});

test("who is switched off is not found", () => {
  expect(indexTypes([{ ...taking("*"), enabled: false }])("order.created")).toEqual([]);
});

test("the gateway's own events are found by those who name them only", () => {
  const named = taking("gateway.*");
  const find = indexTypes([taking("*"), taking("*.circuit.opened"), named]);
  expect(find("gateway.circuit.opened")).toEqual([named]);
});

test("a type that is asked for again, and two thousand others, get the same answer", () => {
  const find = indexTypes([taking("order.*"), taking("order.n7")]);
  for (let n = 0; n < 5_000; n++) expect(find(`order.n${n % 2_500}`)).toHaveLength(n % 2_500 === 7 ? 2 : 1);
});

test("whatever the patterns and the type, the index finds exactly those whose patterns match", () => {
  const segment = fc.constantFrom("a", "b", "gateway", "__proto__");
  const type = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("."));
  const pattern = fc
    .array(fc.oneof(segment, fc.constant("*")), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join("."));
  const integration = fc.record({
    enabled: fc.boolean(),
    eventTypes: fc.array(pattern, { minLength: 1, maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(integration, { maxLength: 8 }), fc.array(type, { maxLength: 8 }), (all, types) => {
      const find = indexTypes(all);
      for (const asked of types) {
        const expected = all.filter(
          ({ enabled, eventTypes }) => enabled && matchesEventType(eventTypes, asked),
        );
        expect(find(asked)).toEqual(expected);
      }
    }),
    { numRuns: 3_000 },
  );
});
