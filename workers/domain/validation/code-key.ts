import type { ValidationMode } from "./validation-settings.ts";

/**
 * Which code is meant. It changes with the validator that writes it and with how it is written, so that code of another
 * version is never found; it is then made anew. A test holds the version against the installed package.
 */
export const VALIDATION_ENGINE = "ajv-8.20.0-2";

/** The same schema makes different code where types are coerced. */
export function codeKey(schemaHash: string, mode: ValidationMode): string {
  return `${schemaHash}.${coerces(mode) ? "coercing" : "checking"}.${VALIDATION_ENGINE}`;
}

export function coerces(mode: ValidationMode): boolean {
  return mode === "TRANSFORM";
}
