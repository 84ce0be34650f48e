/**
 * A small body that a JSON Schema of the OpenAPI document takes: what is required, by its example, default or type. Good
 * enough for most routes; where it is not, `BODIES` in samples.ts says it by hand.
 */
export function sampleBody(schema: unknown, components: Readonly<Record<string, unknown>>): unknown {
  const given = schema as Schema;
  if (given.$ref !== undefined) {
    const { example, ...rest } = given;
    const named = components[given.$ref.replace("#/components/schemas/", "")];
    return example ?? (named === undefined ? rest : sampleBody(named, components));
  }
  if (given.const !== undefined) return given.const;
  if (given.example !== undefined) return given.example;
  if (given.default !== undefined) return given.default;
  if (given.enum !== undefined) return given.enum[0];
  const [variant] = given.anyOf ?? given.oneOf ?? [];
  if (variant !== undefined) return sampleBody(variant, components);
  if (given.allOf !== undefined) {
    return Object.assign({}, ...given.allOf.map((part) => sampleBody(part, components)));
  }
  switch ([given.type].flat()[0]) {
    case "object":
      return Object.fromEntries(
        (given.required ?? []).map((name) => [name, sampleBody(given.properties?.[name] ?? {}, components)]),
      );
    case "array":
      return (given.minItems ?? 0) > 0 ? [sampleBody(given.items ?? {}, components)] : [];
    case "integer":
    case "number":
      return given.minimum ?? 1;
    case "boolean":
      return false;
    case "string":
      return sampleText(given);
    default:
      return {};
  }
}

function sampleText({ format, minLength = 0 }: Schema): string {
  switch (format) {
    case "date-time":
      return new Date(Date.now() + 86_400_000).toISOString();
    case "email":
      return `somebody-${crypto.randomUUID().slice(0, 8)}@example.test`;
    case "uri":
      return "https://example.test/";
    default:
      return "sample".padEnd(minLength, "x");
  }
}

interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly example?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly unknown[];
  readonly oneOf?: readonly unknown[];
  readonly allOf?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly items?: unknown;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly format?: string;
}
