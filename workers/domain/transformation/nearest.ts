const MAX_COMPARED = 200;
const MAX_LENGTH = 64;

/** The name somebody probably meant, or null. */
export function nearest(wanted: string, names: Iterable<string>): string | null {
  if (wanted.length > MAX_LENGTH) return null;
  const allowed = Math.max(1, Math.min(3, Math.floor(wanted.length / 3)));
  let best: { readonly name: string; readonly distance: number } | null = null;
  let compared = 0;
  for (const name of names) {
    compared += 1;
    if (compared > MAX_COMPARED) break;
    if (Math.abs(name.length - wanted.length) > allowed) continue;
    const distance = editDistance(wanted.toLowerCase(), name.toLowerCase());
    if (distance <= allowed && (best === null || distance < best.distance)) best = { name, distance };
  }
  return best?.name ?? null;
}

/** ` Did you mean x?`, or nothing. */
export function didYouMean(wanted: string, names: Iterable<string>): string {
  const name = nearest(wanted, names);
  return name === null ? "" : ` Did you mean ${name}?`;
}

/** Levenshtein, over texts that are short by now. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
