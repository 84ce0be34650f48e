/** `data.0.id` as keys: whole numbers are places in an array. */
export function keysOf(path: string): readonly (string | number)[] {
  return path.split(".").map((key) => (/^\d{1,6}$/.test(key) ? Number(key) : key));
}
