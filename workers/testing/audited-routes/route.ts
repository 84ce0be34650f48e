import type { AuditedCaller, AuditWorld, Made } from "./world.ts";

export interface AuditedCall {
  /** The key that may do everything, unless said. */
  readonly by?: AuditedCaller;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** What the entry names; where it is made by the call, the answer says it. */
  readonly targetId?: string | ((answer: Made) => string);
  /** The logs that have the entry; the caller's alone, unless said. */
  readonly logs?: readonly string[] | ((answer: Made) => readonly string[]);
}

/** One call of an audited route that succeeds, and what its entry must have. */
export interface AuditedRoute {
  /** The target's kind, as the log names it. */
  readonly target: string;
  readonly has: readonly ("before" | "after")[];
  /** Makes what the call needs, anew every time. */
  readonly arrange: (world: AuditWorld) => Promise<AuditedCall>;
}

/** By operationId. */
export type AuditedRoutes = Readonly<Record<string, AuditedRoute>>;

/** The resource was made, changed, or removed; or the entry's words say everything. */
export const MADE = ["after"] as const;
export const CHANGED = ["before", "after"] as const;
export const REMOVED = ["before"] as const;
export const SAID = [] as const;

export function route(
  target: string,
  has: AuditedRoute["has"],
  arrange: AuditedRoute["arrange"],
): AuditedRoute {
  return { target, has, arrange };
}

export const answeredId = ({ id }: Made): string => id;
