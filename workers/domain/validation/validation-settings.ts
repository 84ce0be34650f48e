export const VALIDATION_MODES = ["STRICT", "LAX", "TRANSFORM"] as const;
export type ValidationMode = (typeof VALIDATION_MODES)[number];

/** What a payload must look like before it is transformed. */
export interface ValidationSettings {
  /**
   * `STRICT`: what does not fit becomes a dead letter at once. `LAX`: it is noted, and delivered. `TRANSFORM`: types are coerced
   * and defaults filled in; what then does not fit becomes a dead letter.
   */
  readonly mode: ValidationMode;
  /** JSON Schema: draft-07 unless `$schema` names 2019-09 or 2020-12. */
  readonly schema: unknown;
}

/**
 * The same where events are delivered: schemas of 100 KB in the memory of every isolate would be too much, and it is only
 * their compiled code that is needed there. `schemaHash` finds it.
 */
export interface EnforcedSchema {
  readonly mode: ValidationMode;
  readonly schemaHash: string;
}

/** One thing that is wrong with a payload. `pointer` is a JSON Pointer into it. */
export interface FieldError {
  readonly pointer: string;
  /** The keyword of the schema that it fails; `limits` when it could not be checked within its allowance. */
  readonly keyword: string;
  readonly message: string;
}

export const MAX_FIELD_ERRORS = 20;
