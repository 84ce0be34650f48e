export function linesOf(written: string): string[] {
  return written
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The complaint about one of a list, with what stands there: nobody counts lines. */
export function whichLine(
  values: readonly string[],
  { pointer, message }: { readonly pointer: string; readonly message: string },
): string {
  const value = values[Number(pointer.split("/")[1] ?? Number.NaN)];
  return value === undefined ? message : `${value}: ${message}`;
}
