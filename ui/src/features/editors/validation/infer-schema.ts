/** As much of JSON Schema as a few payloads can tell. */
export interface InferredSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, InferredSchema>>;
  readonly items?: InferredSchema;
}

const FORMATS: readonly (readonly [string, RegExp])[] = [
  ["date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/],
  ["date", /^\d{4}-\d\d-\d\d$/],
  ["uuid", /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i],
  ["email", /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
];

/**
 * A first schema: what this payload has is required, and has the type that it has here. A member that is null says nothing of
 * its type and may be left out.
 */
export function inferSchema(value: unknown): InferredSchema {
  if (value === null || value === undefined) return {};
  if (Array.isArray(value)) {
    const items = value.map(inferSchema).reduce<InferredSchema | null>(merged, null);
    return items === null || Object.keys(items).length === 0 ? { type: "array" } : { type: "array", items };
  }
  switch (typeof value) {
    case "boolean":
      return { type: "boolean" };
    case "number":
      return { type: Number.isInteger(value) ? "integer" : "number" };
    case "string": {
      const format = FORMATS.find(([, pattern]) => pattern.test(value))?.[0];
      return format === undefined ? { type: "string" } : { type: "string", format };
    }
    default:
      return inferObject(value as Readonly<Record<string, unknown>>);
  }
}

function inferObject(value: Readonly<Record<string, unknown>>): InferredSchema {
  const entries = Object.entries(value);
  const required = entries.filter(([, member]) => member !== null).map(([key]) => key);
  return {
    type: "object",
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(entries.map(([key, member]) => [key, inferSchema(member)])),
  };
}

/** What both are: the elements of an array are seldom all alike. */
function merged(one: InferredSchema | null, other: InferredSchema): InferredSchema {
  if (one === null) return other;
  const type = mergedType(one.type, other.type);
  if (type === null) return {};
  const format = one.format === other.format ? one.format : undefined;
  const items = one.items === undefined ? other.items : merged(one.items, other.items ?? one.items);
  return {
    type,
    ...(format === undefined ? {} : { format }),
    ...mergedMembers(one, other),
    ...(items === undefined ? {} : { items }),
  };
}

function mergedMembers(one: InferredSchema, other: InferredSchema): InferredSchema {
  if (one.properties === undefined || other.properties === undefined) {
    const { properties = other.properties } = one;
    return properties === undefined ? {} : { properties };
  }
  const required = (one.required ?? []).filter((key) => other.required?.includes(key) === true);
  const properties: Record<string, InferredSchema> = { ...one.properties };
  for (const [key, schema] of Object.entries(other.properties)) {
    const known = properties[key];
    properties[key] = known === undefined ? schema : merged(known, schema);
  }
  return { ...(required.length === 0 ? {} : { required }), properties };
}

/** Null: anything. */
function mergedType(
  one: InferredSchema["type"],
  other: InferredSchema["type"],
): string | readonly string[] | null {
  if (one === undefined || other === undefined) return null;
  const all = new Set([one, other].flat());
  if (all.has("number")) all.delete("integer");
  const [only] = all;
  return all.size === 1 && only !== undefined ? only : [...all];
}
