import { DEFAULT_LIMITS } from "#domain/sandbox/limits";

/** docs/transformation.md: 4 million steps, and 30 more for every character of the payload. */
const FUEL_PER_CHARACTER = 30;

export function fuelLimit(payloadLength: number): number {
  return DEFAULT_LIMITS.fuel + payloadLength * FUEL_PER_CHARACTER;
}
