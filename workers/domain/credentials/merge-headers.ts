/**
 * A request's headers with the credential's own. Null when the gateway or a signature sets that header already: joined on
 * their way, neither would be accepted. One that the integration has among its own headers gives way.
 */
export function mergeHeader(
  headers: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
  { name, value }: { readonly name: string; readonly value: string },
): Record<string, string> | null {
  const wanted = name.toLowerCase();
  const merged: Record<string, string> = {};
  for (const [present, text] of Object.entries(headers)) {
    if (present.toLowerCase() !== wanted) merged[present] = text;
    else if (!Object.hasOwn(own, present)) return null;
  }
  merged[name] = value;
  return merged;
}
