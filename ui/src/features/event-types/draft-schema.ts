/** A schema that the example fits: every member of an object is asked for, and nothing beyond its type. A beginning, to be relaxed. */
export function draftSchema(example: unknown): Record<string, unknown> {
  if (example === null) return {};
  if (Array.isArray(example)) {
    const [first] = example as readonly unknown[];
    return first === undefined ? { type: "array" } : { type: "array", items: draftSchema(first) };
  }
  if (typeof example !== "object") return { type: typeof example };
  const members = Object.entries(example);
  return {
    type: "object",
    ...(members.length === 0 ? {} : { required: members.map(([name]) => name) }),
    properties: Object.fromEntries(members.map(([name, value]) => [name, draftSchema(value)])),
  };
}
