import { expect, test } from "vitest";
import { checkTemplate } from "./check-template.ts";
import type { TemplateSigning } from "./signing-config.ts";

const GITHUB: TemplateSigning = {
  mode: "template",
  headerName: "X-Hub-Signature-256",
  contentTemplate: "{body}",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "sha256=",
  separator: "",
};
const STRIPE: Partial<TemplateSigning> = {
  headerName: "Stripe-Signature",
  contentTemplate: "{timestamp}.{body}",
  prefix: "t={timestamp},v1=",
  separator: ",v1=",
};
const SLACK: Partial<TemplateSigning> = {
  contentTemplate: "v0:{timestamp}:{body}",
  prefix: "v0=",
  extraHeaders: { "X-Slack-Request-Timestamp": "{timestamp}" },
};

test.each([
  ["GitHub", {}],
  ["Stripe", STRIPE],
  ["Slack", SLACK],
])("the format of %s has no problem", (_name, change) => {
  expect(checkTemplate({ ...GITHUB, ...change })).toEqual([]);
});

test.each<[string, Partial<TemplateSigning>, string, string]>([
  ["an unknown placeholder", { contentTemplate: "{bodi}" }, "/contentTemplate", "unknown_placeholder"],
  ["an unclosed placeholder", { prefix: "{id" }, "/prefix", "unclosed_placeholder"],
  ["a content without the body", { contentTemplate: "{id}" }, "/contentTemplate", "body_not_signed"],
  ["the body in a header", { prefix: "{body}" }, "/prefix", "body_in_header"],
  [
    "a timestamp nobody sends",
    { contentTemplate: "{timestamp}.{body}" },
    "/contentTemplate",
    "timestamp_not_sent",
  ],
  ["an empty header name", { headerName: "" }, "/headerName", "illegal_header_name"],
  ["a header name with a colon", { headerName: "X:Y" }, "/headerName", "illegal_header_name"],
  ["a header name with a line break", { headerName: "X\r\nHost" }, "/headerName", "illegal_header_name"],
  [
    "a header name that vanishes in an object",
    { headerName: "__proto__" },
    "/headerName",
    "illegal_header_name",
  ],
  ["a header of the request itself", { headerName: "Content-Length" }, "/headerName", "reserved_header"],
  [
    "the same header twice",
    { extraHeaders: { "X-HUB-Signature-256": "" } },
    "/extraHeaders/X-HUB-Signature-256",
    "duplicate_header",
  ],
  ["a line break in the prefix", { prefix: "a\\nX-Evil: 1" }, "/prefix", "header_injection"],
  ["a raw line break in the separator", { separator: "\r\n" }, "/separator", "header_injection"],
  [
    "a line break in an extra header",
    { extraHeaders: { "x-a/b~": "\n" } },
    "/extraHeaders/x-a~1b~0",
    "header_injection",
  ],
  ["a prefix above ASCII", { prefix: "é" }, "/prefix", "header_injection"],
  ["an endless template", { contentTemplate: `{body}${"x".repeat(1_000)}` }, "/contentTemplate", "too_long"],
  [
    "too many headers",
    { extraHeaders: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`x-${i}`, ""])) },
    "/extraHeaders",
    "too_many_headers",
  ],
])("%s is a problem", (_name, change, pointer, code) => {
  const problems = checkTemplate({ ...GITHUB, ...change });
  expect(problems.map((problem) => [problem.pointer, problem.code])).toContainEqual([pointer, code]);
});

test("every problem is reported, not only the first", () => {
  const problems = checkTemplate({ ...GITHUB, headerName: "", contentTemplate: "{id}", prefix: "{body}" });
  expect(problems.map((problem) => problem.code).sort()).toEqual([
    "body_in_header",
    "body_not_signed",
    "illegal_header_name",
  ]);
});
