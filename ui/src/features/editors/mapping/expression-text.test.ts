import { describe, expect, it } from "vitest";
import { readField, writeField } from "./expression-text.ts";

describe("a row's expression", () => {
  it.each([
    ["{{payload.id}}", "payload.id", []],
    ["{{ payload.id|string }}", "payload.id", [["string", ""]]],
    [
      '{{payload.name | default: \'a | b\' | replace: ":", "|"}}',
      "payload.name",
      [
        ["default", "'a | b'"],
        ["replace", '":", "|"'],
      ],
    ],
    ["{{date.now('HH:mm', 'Europe/Berlin')}}", "date.now('HH:mm', 'Europe/Berlin')", []],
    ["{{}}", "", []],
  ] as const)("%s is taken apart", (text, path, pipes) => {
    expect(readField(text)).toEqual({ path, pipes: pipes.map(([name, args]) => ({ name, args })) });
  });

  it.each(["Order {{payload.id}}", "{{a}}{{b}}", "{{payload.name | default: 'no end}}", "plain", ""])(
    "%s is no single expression",
    (text) => expect(readField(text)).toBeNull(),
  );

  it("is put together again", () => {
    expect(
      writeField({
        path: "payload.cents",
        pipes: [
          { name: "divide", args: "100" },
          { name: "string", args: " " },
        ],
      }),
    ).toBe("{{payload.cents | divide: 100 | string}}");
  });
});
