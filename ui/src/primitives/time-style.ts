import { createSignal } from "solid-js";

/** How moments are written: how long ago, or date and time. */
export const TIME_STYLES = ["relative", "absolute"] as const;
export type TimeStyle = (typeof TIME_STYLES)[number];

const KEY = "times";

const [timeStyle, setSignal] = createSignal<TimeStyle>(readStored());

export { timeStyle };

export function setTimeStyle(style: TimeStyle): void {
  setSignal(style);
  try {
    localStorage.setItem(KEY, style);
  } catch {
    // Storage is closed to this page: the choice holds until it is left.
  }
}

export function turnTimeStyle(): void {
  setTimeStyle(timeStyle() === "relative" ? "absolute" : "relative");
}

function readStored(): TimeStyle {
  try {
    return localStorage.getItem(KEY) === "absolute" ? "absolute" : "relative";
  } catch {
    return "relative";
  }
}
