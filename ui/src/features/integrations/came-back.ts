/** So soon after the browser's back the list is drawn, if it was that. */
const SOON_MS = 3_000;

let lastOpened: string | null = null;
let wentBackAt = 0;
window.addEventListener("popstate", () => {
  wentBackAt = Date.now();
});

export function rememberOpened(id: string): void {
  lastOpened = id;
}

/** The integration that one comes back from, once. */
export function takeCameFrom(): string | null {
  const id = Date.now() - wentBackAt < SOON_MS ? lastOpened : null;
  lastOpened = null;
  return id;
}
