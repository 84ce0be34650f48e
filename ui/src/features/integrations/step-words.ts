import type { ErrorCategory } from "~/components/status/category-badge.tsx";
import { text } from "~/text/index.ts";
import type { TestResult } from "./send-test.ts";

export type Step = TestResult["trace"]["steps"][number];

/** As every test goes, unless something ends it or is not set up. */
const ORDER = ["match", "validate", "transform", "check_target", "sign", "authenticate", "send", "classify"];

export type Shown =
  | { readonly kind: "done"; readonly step: Step }
  | { readonly kind: "skipped"; readonly name: string }
  /** Something before it ended the test. */
  | { readonly kind: "unreached"; readonly name: string };

/** Also what was not done: whoever looks for the validation must read that there was none. */
export function withSkipped(steps: readonly Step[]): readonly Shown[] {
  const names = steps.map(({ name }) => name);
  const shown: Shown[] = steps.map((step) => ({ kind: "done", step }));
  for (const [at, name] of ORDER.entries()) {
    if (names.includes(name)) continue;
    const before = ORDER.slice(0, at);
    const place = shown.findLastIndex((one) => before.includes(nameOfShown(one))) + 1;
    const isLast = shown.slice(place).every(({ kind }) => kind !== "done");
    shown.splice(place, 0, { kind: isLast ? "unreached" : "skipped", name });
  }
  return shown;
}

export function nameOfShown(shown: Shown): string {
  return shown.kind === "done" ? shown.step.name : shown.name;
}

/** The gateway's own codes in the words that the dashboard has for them elsewhere. */
export function detailOf({ name, detail }: Step): string {
  const { integrations, status } = text;
  const categories: Readonly<Record<string, string>> = status.category satisfies Record<
    ErrorCategory,
    string
  >;
  const modes: Readonly<Record<string, string>> = integrations.signing.modes;
  if (name === "classify")
    return categories[detail] ?? (detail === "success" ? integrations.test.success : detail);
  return name === "sign" ? (modes[detail] ?? detail) : detail;
}
