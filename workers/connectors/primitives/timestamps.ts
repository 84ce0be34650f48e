import type { Verification } from "#domain/ingress/connector";
import { type Checked, ok, reject, VERIFIED } from "./checked.ts";

/** Digits only: parseInt would read `12abc` as 12, Number `1e9` and blanks as numbers. */
const DIGITS = /^[0-9]{1,15}$/;

function parseDigits(text: string, unitMs: number): Checked<number> {
  const milliseconds = DIGITS.test(text) ? Number(text) * unitMs : Number.NaN;
  // 8.64e15 is the last moment that a Date knows; what is later cannot be shown to an operator.
  if (!(milliseconds <= 8.64e15)) {
    return reject(
      "malformed_timestamp",
      "The signed timestamp is not a number of the kind the provider sends.",
    );
  }
  return ok(milliseconds);
}

/** Epoch seconds as providers write them, to epoch milliseconds. */
export function parseUnixSeconds(text: string): Checked<number> {
  return parseDigits(text, 1_000);
}

export function parseUnixMilliseconds(text: string): Checked<number> {
  return parseDigits(text, 1);
}

export interface ReplayWindow {
  readonly now: number;
  readonly toleranceMs: number;
}

/**
 * Old requests may be recordings; future ones could be kept and used later. Ask it after the signature was found
 * right: only then is the timestamp the provider's own.
 */
export function checkTolerance(timestampMs: number, { now, toleranceMs }: ReplayWindow): Verification {
  const ageMs = now - timestampMs;
  if (Math.abs(ageMs) <= toleranceMs) return VERIFIED;
  const seconds = Math.round(Math.abs(ageMs) / 1_000);
  return reject(
    "timestamp_outside_tolerance",
    `Signed ${seconds} s ${ageMs > 0 ? "ago" : "in the future"}; ${Math.round(toleranceMs / 1_000)} s are tolerated.`,
  );
}

/** RFC 3339 of epoch milliseconds; null for what is no moment. */
export function toRfc3339(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
