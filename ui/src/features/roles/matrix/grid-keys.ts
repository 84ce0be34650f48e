/** A place in the grid that can have the focus. Columns may lie between two others. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads from here; null when it leads nowhere. Gaps are stepped over: most cells of the matrix are empty. */
export function nextPlace<P extends GridPlace>(places: readonly P[], here: P, key: string): P | null {
  const inRow = places.filter(({ row }) => row === here.row).sort((a, b) => a.column - b.column);
  switch (key) {
    case "ArrowRight":
      return inRow.find(({ column }) => column > here.column) ?? null;
    case "ArrowLeft":
      return inRow.findLast(({ column }) => column < here.column) ?? null;
    case "Home":
      return inRow[0] ?? null;
    case "End":
      return inRow.at(-1) ?? null;
    case "ArrowDown":
      return nearestIn(places, here, 1);
    case "ArrowUp":
      return nearestIn(places, here, -1);
    default:
      return null;
  }
}

/** The next row that has anything, and in it what is nearest to the column one came from. */
function nearestIn<P extends GridPlace>(places: readonly P[], here: P, step: 1 | -1): P | null {
  const rows = places.map(({ row }) => row).filter((row) => (row - here.row) * step > 0);
  if (rows.length === 0) return null;
  const row = step === 1 ? Math.min(...rows) : Math.max(...rows);
  return places
    .filter((place) => place.row === row)
    .reduce((best, place) =>
      Math.abs(place.column - here.column) < Math.abs(best.column - here.column) ? place : best,
    );
}
