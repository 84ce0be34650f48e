import { useBeforeLeave } from "@solidjs/router";
import { focusView } from "./focus-view.ts";

/** A list that was read before is drawn within a frame or two; one that is read anew has this long. */
const PATIENCE_MS = 1_500;
const LOOK_EVERY_MS = 50;

/**
 * After the browser's back the focus is on the link that led to where one was: whoever goes through a list by keyboard goes
 * on with the next row, and not with the first.
 * @returns whether the last step was the browser's back or forward
 */
export function useIsStep(): () => boolean {
  let isStep = false;
  // The router tells steps of the history as numbers, and this before it takes them.
  useBeforeLeave(({ to }) => {
    isStep = typeof to === "number";
  });
  return () => isStep;
}

/** @param left the path of the view that was left */
export function focusLinkTo(left: string): void {
  focusView();
  const view = document.getElementById("content");
  const until = Date.now() + PATIENCE_MS;
  const here = window.location.pathname;
  const look = () => {
    // Somebody who went on meanwhile is not called back.
    if (view === null || document.activeElement !== view || window.location.pathname !== here) return;
    const link = linkTo(view, left);
    if (link !== null) link.focus({ preventScroll: true });
    else if (Date.now() < until) setTimeout(look, LOOK_EVERY_MS);
  };
  look();
}

/** The link to that very view, or to the one whose tab it was. */
function linkTo(view: HTMLElement, left: string): HTMLElement | null {
  const record = left.slice(0, left.lastIndexOf("/"));
  const links = [...view.querySelectorAll<HTMLAnchorElement>("a[href]")];
  const leading = (path: string) => links.find(({ pathname }) => pathname === path) ?? null;
  return leading(left) ?? leading(record);
}
