export const ROTATION_LEVELS = ["key_encryption_keys", "data_keys"] as const;
/**
 * `key_encryption_keys`: every data key wrapped anew with the current key of SECRETS_KEYS, and what was sealed with such
 * a key directly sealed anew. `data_keys`: a new data key for every organization, and every secret sealed anew with it.
 */
export type RotationLevel = (typeof ROTATION_LEVELS)[number];

export const ROTATION_STATUSES = ["running", "completed", "incomplete"] as const;
/** `incomplete`: something could not be rewritten, so the old keys must stay. */
export type RotationStatus = (typeof ROTATION_STATUSES)[number];

/** Replaces keys in the background. Its row is the only thing that knows how far it is. */
export interface KeyRotation {
  readonly id: string;
  readonly level: RotationLevel;
  readonly status: RotationStatus;
  readonly position: RotationPosition;
  /** Data keys wrapped anew and secrets sealed anew. */
  readonly rewritten: number;
  readonly createdAt: number;
  /** Grows with every write, so it also tells two runs apart that both want the next step. */
  readonly updatedAt: number;
}

/**
 * `rewrite` goes through all organizations, `prove` through all of them once more: it rewrites what was written with an
 * old key meanwhile, and deletes an old data key when the database says that nothing is left under it.
 */
export interface RotationPosition {
  readonly phase: "rewrite" | "prove";
  /** The last organization that is done in this phase; "" at its start. */
  readonly after: string;
  /** Within the next organization; null at its start. */
  readonly cursor: TextCursor | null;
  /** How often the next organization was gone through in this phase because something appeared meanwhile. */
  readonly rounds: number;
  /** Nothing happens before; epoch milliseconds. */
  readonly notBefore: number;
  readonly organizations: number;
  readonly done: number;
  /** What the proof found that stays under an old key. */
  readonly left: number;
  /** Where some of that lies, for the operator. Places only. */
  readonly examples: readonly string[];
}

/** Behind this row of this column (by its number in the registry) the next page of an organization's secrets begins. */
export interface TextCursor {
  readonly column: number;
  readonly after: readonly string[];
}

export function startPosition(organizations: number): RotationPosition {
  return {
    phase: "rewrite",
    after: "",
    cursor: null,
    rounds: 0,
    notBefore: 0,
    organizations,
    done: 0,
    left: 0,
    examples: [],
  };
}

/** Whoever read a sealed text just before it was replaced has opened it after this long: then its key may go. */
const SETTLE_MS = 5_000;

export type RotationProgress =
  | { readonly kind: "running"; readonly position: RotationPosition }
  | {
      readonly kind: "ended";
      readonly status: "completed" | "incomplete";
      readonly position: RotationPosition;
    };

/** No organization is left in this phase. */
export function endPhase(position: RotationPosition, now: number): RotationProgress {
  if (position.phase === "prove") {
    return { kind: "ended", status: position.left === 0 ? "completed" : "incomplete", position };
  }
  const { organizations } = position;
  return {
    kind: "running",
    position: { ...startPosition(organizations), phase: "prove", notBefore: now + SETTLE_MS },
  };
}

/** Something may always appear while it is looked for; something that appears this often is a fault. */
const MAX_ROUNDS = 5;
const MAX_EXAMPLES = 20;

export interface OrganizationResult {
  /** What is still under an old key after this round. */
  readonly left: number;
  /** Whether another round can make that less: not when everything that is left cannot be opened. */
  readonly mayImprove: boolean;
  readonly examples: readonly string[];
}

/** One organization was gone through. In the proof it is looked at again while something keeps appearing. */
export function endOrganization(
  position: RotationPosition,
  orgId: string,
  { left, mayImprove, examples }: OrganizationResult,
): RotationPosition {
  const proving = position.phase === "prove";
  if (proving && left > 0 && mayImprove && position.rounds + 1 < MAX_ROUNDS) {
    return { ...position, cursor: null, rounds: position.rounds + 1 };
  }
  return {
    ...position,
    after: orgId,
    cursor: null,
    rounds: 0,
    done: position.done + 1,
    left: position.left + (proving ? left : 0),
    examples: proving ? [...position.examples, ...examples].slice(0, MAX_EXAMPLES) : position.examples,
  };
}

/** Whole percent, and 100 only at the end. Both phases go through all organizations. */
export function rotationPercentage({ status, position }: Pick<KeyRotation, "status" | "position">): number {
  if (status !== "running") return 100;
  const { phase, done, organizations } = position;
  if (organizations === 0) return 0;
  const steps = Math.min(done, organizations) + (phase === "prove" ? organizations : 0);
  return Math.min(99, Math.floor((50 * steps) / organizations));
}
