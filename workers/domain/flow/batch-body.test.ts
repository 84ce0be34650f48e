import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchOverhead, buildBatchBody } from "./batch-body.ts";

describe("the body of a batch", () => {
  it("is a list in an object, a list, or a line for each", () => {
    expect(buildBatchBody("events", ['{"a":1}', "2"])).toBe('{"events":[{"a":1},2]}');
    expect(buildBatchBody("array", ['{"a":1}', "2"])).toBe('[{"a":1},2]');
    expect(buildBatchBody("ndjson", ['{"a":1}', "2"])).toBe('{"a":1}\n2\n');
  });

  it("keeps numbers as the caller wrote them", () => {
    expect(buildBatchBody("array", ["12345678901234567890.10", "1e2"])).toBe("[12345678901234567890.10,1e2]");
  });

  it.each(["events", "array", "ndjson"] as const)(
    "can be read again as %s, whatever the events are",
    (format) => {
      const run = fc.property(
        fc.array(fc.jsonValue(), { minLength: 1 }),
        fc.constantFrom(0, 2),
        (values, indent) => {
          const texts = values.map((value) => JSON.stringify(value, null, indent).replaceAll("\n", "\r\n"));
          const body = buildBatchBody(format, texts);
          const plain = JSON.parse(JSON.stringify(values)) as unknown[];
          if (format === "ndjson") {
            const lines = body.split("\n").slice(0, -1);
            expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(plain);
          } else {
            const read = JSON.parse(body) as unknown[] | { events: unknown[] };
            expect(Array.isArray(read) ? read : read.events).toEqual(plain);
          }
          const items = texts.reduce((sum, text) => sum + text.length + 1, 0);
          expect(body.length).toBeLessThanOrEqual(batchOverhead(format) + items);
        },
      );
      fc.assert(run, { numRuns: 500 });
    },
  );
});
