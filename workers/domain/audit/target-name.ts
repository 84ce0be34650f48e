/** What a person calls the thing that an entry is about: its name, or the address of who was invited. Null when it says none. */
export function targetName(before: unknown, after: unknown): string | null {
  return nameIn(after) ?? nameIn(before);
}

function nameIn(snapshot: unknown): string | null {
  return textOf(snapshot, "name") ?? textOf(snapshot, "email") ?? textOf(memberOf(snapshot, "user"), "email");
}

function textOf(value: unknown, name: string): string | null {
  const text = memberOf(value, name);
  return typeof text === "string" && text !== "" ? text : null;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
