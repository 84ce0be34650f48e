/**
 * Where tenants' own code runs: scripts, and what is compiled from their JSON Schemas. Nothing of it ever runs in the
 * gateway's own isolate.
 */
export interface Cage {
  /** Would this script run at all? Asked when it is saved. */
  checkScript(source: string, entry?: string): Promise<ScriptCheck>;
  /** Never throws for what the code did: that is a result. */
  run(run: CageRun): Promise<CageResult>;
}

export type ScriptCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly message: string; readonly line: number | null };

export interface CageRun {
  readonly orgId: string;
  /** Defines a function of the name `entry`. It may be async. */
  readonly source: string;
  readonly entry: string;
  /** JSON text of each argument. */
  readonly argumentsJson: readonly string[];
  /** What the clock says inside, epoch milliseconds. It stands still. */
  readonly now: number;
  /** The same seed, the same `Math.random()`. */
  readonly seed: string;
  /** What is left out is the default; what is above the maximum is the maximum (domain/sandbox/limits.ts). */
  readonly limits?: Partial<CageLimits>;
}

export interface CageLimits {
  /** Steps of the machine; what a million of them are worth is measured in docs/sandbox.md. */
  readonly fuel: number;
  /** A second wall for where the clock moves during work. On the platform it stands still, and fuel is the limit. */
  readonly deadlineMs: number;
  readonly memoryBytes: number;
  readonly stackBytes: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
  /** Of nested JSON, in both directions. */
  readonly depth: number;
}

export interface LogLine {
  readonly level: "log" | "warn" | "error";
  readonly text: string;
}

export type CageFailure =
  | "syntax"
  | "threw"
  | "fuel"
  | "memory"
  | "stack"
  | "input_too_large"
  | "input_too_deep"
  | "output_too_large"
  | "output_too_deep"
  | "output_invalid"
  | "crashed";

export type CageResult = CageReport &
  (
    | { readonly ok: true; readonly outputJson: string }
    | {
        readonly ok: false;
        readonly reason: CageFailure;
        /** For people: no value of the payload is in it but what the script itself put there. */
        readonly message: string;
        /** Of the tenant's source, from 1. */
        readonly line: number | null;
      }
    | {
        readonly ok: false;
        /**
         * The code did not run: the organization has used up what its scripts may take of this isolate. It says nothing
         * about the payload, so a delivery must be held for `retryAfterMs` without counting an attempt, and never be
         * dead-lettered for it; a dry run answers 429.
         */
        readonly reason: "resting";
        readonly message: string;
        readonly line: null;
        readonly retryAfterMs: number;
      }
  );

export interface CageReport {
  readonly log: readonly LogLine[];
  readonly fuelUsed: number;
}
