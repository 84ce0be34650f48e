import type { Verdict } from "./ports.ts";
import type { FieldError } from "./validation-settings.ts";

/** How real events would have fared under a schema. */
export interface ValidationReport {
  /** Events that were looked for, and found in the log. */
  readonly found: number;
  readonly checked: number;
  readonly fitting: number;
  /** Of the fitting ones: those that TRANSFORM would change. */
  readonly changed: number;
  readonly failing: number;
  /** Events whose payload is no longer kept. */
  readonly unreadable: number;
  /** The budget was used up before all of them were checked. */
  readonly endedEarly: boolean;
  /** The most frequent first. */
  readonly failures: readonly FieldFailures[];
  readonly examples: readonly ReportExample[];
}

export interface FieldFailures {
  /** A JSON Pointer in which `*` stands for any index of an array. */
  readonly field: string;
  readonly keyword: string;
  /** Payloads in which it fails. */
  readonly count: number;
}

export interface ReportExample {
  readonly eventId: string;
  readonly errors: readonly FieldError[];
}

const MAX_FAILURES = 100;
const MAX_EXAMPLES = 20;

/** Counts verdicts as they come; payloads themselves are not kept. */
export class ReportBuilder {
  #fitting = 0;
  #changed = 0;
  #failing = 0;
  #unreadable = 0;
  readonly #failures = new Map<string, FieldFailures>();
  readonly #examples: ReportExample[] = [];

  missing(): void {
    this.#unreadable++;
  }

  add(eventId: string, verdict: Exclude<Verdict, { kind: "resting" }>): void {
    if (verdict.kind === "fits") {
      this.#fitting++;
      if (verdict.changedJson !== null) this.#changed++;
      return;
    }
    this.#failing++;
    const errors =
      verdict.kind === "unfit"
        ? verdict.errors
        : [{ pointer: "", keyword: "limits", message: verdict.message }];
    if (this.#examples.length < MAX_EXAMPLES) this.#examples.push({ eventId, errors });
    const failed = new Map(errors.map((error) => [`${error.keyword} ${fieldOf(error.pointer)}`, error]));
    for (const [key, { pointer, keyword }] of failed) {
      const count = (this.#failures.get(key)?.count ?? 0) + 1;
      this.#failures.set(key, { field: fieldOf(pointer), keyword, count });
    }
  }

  build(found: number, endedEarly: boolean): ValidationReport {
    return {
      found,
      checked: this.#fitting + this.#failing,
      fitting: this.#fitting,
      changed: this.#changed,
      failing: this.#failing,
      unreadable: this.#unreadable,
      endedEarly,
      failures: [...this.#failures.values()].toSorted((a, b) => b.count - a.count).slice(0, MAX_FAILURES),
      examples: this.#examples,
    };
  }
}

/** The hundredth item fails like the first. */
function fieldOf(pointer: string): string {
  return pointer.replace(/\/\d+(?=\/|$)/g, "/*");
}
