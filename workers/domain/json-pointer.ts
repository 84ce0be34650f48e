/** JSON Pointers (RFC 6901): how every problem document says where something is wrong. */

/** One name as a part of a pointer (RFC 6901, section 3). `~` first: the other way round `/` would end as `~01`. */
export function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The pointer to what lies under these names and indexes: `["a/b", 0]` is `/a~1b/0`, `[]` the whole document. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${escapePointer(String(part))}`).join("");
}
