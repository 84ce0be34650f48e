/**
 * A failed mapping says where it failed in front of its message: `/mapping/customer/name: payload.name is missing.` Keys may hold
 * anything, so the pointers of the rows decide where the place ends.
 */
export function faultPlace(
  detail: string,
  pointers: readonly string[],
): { readonly pointer: string; readonly message: string } | null {
  const pointer = pointers
    .filter((candidate) => detail.startsWith(`${candidate}: `))
    .toSorted((a, b) => b.length - a.length)[0];
  return pointer === undefined ? null : { pointer, message: detail.slice(pointer.length + 2) };
}

/** The line of the script that a message names: `threw: … (line 4)` of a run, `Line 4: …` of a check. */
export function scriptLine(message: string): number | null {
  const found = /\(line (\d+)\)\s*$/.exec(message) ?? /^Line (\d+): /.exec(message);
  return found === null ? null : Number(found[1]);
}
