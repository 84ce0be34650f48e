export const VALIDATION_MODES = ["STRICT", "LAX", "TRANSFORM"] as const;
export type ValidationMode = (typeof VALIDATION_MODES)[number];

/** What a payload must look like before it is transformed. */
export interface ValidationSettings {
  /**
   * `STRICT`: what does not fit becomes a dead letter at once. `LAX`: it is noted, and delivered. `TRANSFORM`: types are coerced
   * and defaults filled in; what then does not fit becomes a dead letter.
   */
  readonly mode: ValidationMode;
  /** JSON Schema, draft-07 or 2020-12. */
  readonly schema: unknown;
}

/** One thing that is wrong with a payload. `pointer` is a JSON Pointer into it. */
export interface FieldError {
  readonly pointer: string;
  /** The keyword of the schema that it fails. */
  readonly keyword: string;
  readonly message: string;
}
