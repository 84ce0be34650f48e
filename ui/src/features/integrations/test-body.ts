/** The body of a test, with the payload's own text in it. */
export function bodyOf(named: { readonly type?: string }, payload: string | null): string {
  const members = Object.entries(named).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  if (payload !== null) members.push(`"payload":${payload}`);
  return `{${members.join(",")}}`;
}
