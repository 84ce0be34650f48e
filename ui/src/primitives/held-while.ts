import { type Accessor, createMemo } from "solid-js";

/**
 * What was there when somebody began to look, until they look up: what stands above a list must not come and go while they
 * are about to press something in it. Before there is anything, it is shown as soon as it comes.
 */
export function heldWhile<T>(
  isHeld: Accessor<boolean>,
  source: Accessor<T | undefined>,
): Accessor<T | undefined> {
  return createMemo<T | undefined>((before) => (before !== undefined && isHeld() ? before : source()));
}
