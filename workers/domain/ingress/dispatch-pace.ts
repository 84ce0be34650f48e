/**
 * When accepted events go on to the queue. A lone event goes at once. In a steady flow the next message waits until
 * 80 ms after the last one, so that a few events share its costs: one queue message, one R2 object and one D1 write per
 * run are most of what an event costs when they come one by one. A full message never waits.
 */
export const DISPATCH_SPACING_MS = 80;

/** The same for the intake's own commits: posts that arrive within 10 ms of a commit share the next row. */
export const COMMIT_SPACING_MS = 10;

export interface DispatchMoment {
  readonly now: number;
  readonly lastSentAt: number;
  readonly messageIsFull: boolean;
}

/** The earliest moment of the next dispatch; not after `now` means at once. */
export function decideDispatchAt({ now, lastSentAt, messageIsFull }: DispatchMoment): number {
  return messageIsFull ? now : Math.min(lastSentAt + DISPATCH_SPACING_MS, now + DISPATCH_SPACING_MS);
}

/** How long a post waits for company before it is committed. A clock that was set back never makes it wait longer. */
export function decideCommitDelayMs(now: number, lastCommitAt: number): number {
  return Math.min(COMMIT_SPACING_MS, Math.max(0, lastCommitAt + COMMIT_SPACING_MS - now));
}
