import { createEffect, createRoot, createSignal } from "solid-js";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "theme";
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

const [machineDark, setMachineDark] = createSignal(prefersDark.matches);
prefersDark.addEventListener("change", (event) => setMachineDark(event.matches));

const [theme, setThemeSignal] = createSignal<Theme>(readStored());

export { theme };

/** Dark right now, chosen or followed. */
export const isDark = () => theme() === "dark" || (theme() === "system" && machineDark());

export function setTheme(choice: Theme): void {
  setThemeSignal(choice);
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Storage is closed to this page: the choice holds until it is left.
  }
}

createRoot(() => {
  createEffect(() => {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  });
});

function readStored(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return THEMES.find((candidate) => candidate === stored) ?? "system";
  } catch {
    return "system";
  }
}
