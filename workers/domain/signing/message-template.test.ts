import { expect, test } from "vitest";
import { parseTemplate, renderTemplate } from "./message-template.ts";
import { standardContent } from "./signed-content.ts";
import type { SignableMessage } from "./signing-config.ts";

const MESSAGE: SignableMessage = {
  id: "evt_1",
  type: "order.created",
  url: "https://example.com/hook",
  method: "POST",
  body: '{"a":"{id}"}',
  now: 1_790_000_000_999,
};

function fill(template: string): string {
  const parsed = parseTemplate(template);
  if (!parsed.ok) throw new Error(parsed.code);
  return renderTemplate(parsed.parts, MESSAGE);
}

test.each([
  ["{timestamp}.{body}", '1790000000.{"a":"{id}"}'],
  ["{timestamp_ms}", "1790000000999"],
  ["{method}\\n{url}\\n{type}", "POST\nhttps://example.com/hook\norder.created"],
  ["\\{{id}\\}\\\\n", "{evt_1}\\n"],
  ["a}b", "a}b"],
  ["", ""],
])("the template %j is filled in as %j, and what was filled in is not read again", (template, expected) => {
  expect(fill(template)).toBe(expected);
});

test.each([
  ["{nope}", "unknown_placeholder"],
  ["{}", "unknown_placeholder"],
  ["{toString}", "unknown_placeholder"],
  ["{ body }", "unknown_placeholder"],
  ["{{body}}", "unknown_placeholder"],
  ["{body", "unclosed_placeholder"],
  ["\\t", "unknown_escape"],
  ["end\\", "unknown_escape"],
])("the template %j is refused as %s", (template, code) => {
  expect(parseTemplate(template)).toMatchObject({ ok: false, code });
});

test("the standard content has whole seconds, rounded down", () => {
  expect(standardContent(MESSAGE)).toBe('evt_1.1790000000.{"a":"{id}"}');
});
