import type { Rejection, RejectionReason } from "#domain/ingress/connector";

/** What one step of a verification found, or why the request is refused there. */
export type Checked<T> = { readonly kind: "ok"; readonly value: T } | Rejection;

export const VERIFIED = { kind: "verified" } as const;

export function ok<T>(value: T): Checked<T> {
  return { kind: "ok", value };
}

/** `detail` is read by operators: never put the expected signature, a secret or the caller's bytes into it. */
export function reject(reason: RejectionReason, detail: string): Rejection {
  return { kind: "rejected", reason, detail };
}
