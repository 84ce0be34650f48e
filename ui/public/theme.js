// Runs before the first frame. "system" follows the machine; see src/primitives/theme.ts, which writes the choice.
(() => {
  const root = document.documentElement;
  let choice = "system";
  try {
    choice = localStorage.getItem("theme") ?? "system";
  } catch {
    // Storage is closed to this page: follow the machine.
  }
  const dark =
    choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "dark" : "light";
})();
