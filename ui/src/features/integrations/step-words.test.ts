import { expect, it } from "vitest";
import { detailOf, nameOfShown, type Step, withSkipped } from "./step-words.ts";

const steps = (...names: string[]): Step[] => names.map((name) => ({ name, durationMs: 1, detail: "" }));
const shown = (...names: string[]) =>
  withSkipped(steps(...names)).map((one) => `${nameOfShown(one)} ${one.kind}`);

it("names what was skipped, where it would have been", () => {
  expect(shown("match", "check_target", "sign", "send", "classify")).toEqual([
    "match done",
    "validate skipped",
    "transform skipped",
    "check_target done",
    "sign done",
    "authenticate skipped",
    "send done",
    "classify done",
  ]);
});

it("names what was never come to", () => {
  expect(shown("match", "validate").slice(1)).toEqual([
    "validate done",
    "transform unreached",
    "check_target unreached",
    "sign unreached",
    "authenticate unreached",
    "send unreached",
    "classify unreached",
  ]);
});

it("says codes in words", () => {
  const [step] = steps("classify");
  expect(detailOf({ ...(step as Step), detail: "SERVER_ERROR" })).toBe("Server error");
  expect(detailOf({ ...(step as Step), name: "sign", detail: "standard" })).toBe("Standard Webhooks");
});
