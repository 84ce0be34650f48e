import type { CompiledSchemas, SchemaCage, SchemaSources } from "#domain/validation/ports";

/** What holding a payload against a schema needs. */
export interface ValidationTools {
  readonly schemaCage: SchemaCage;
  readonly compiledSchemas: CompiledSchemas;
  readonly schemaSources: SchemaSources;
  /** In lower-case hexadecimal. */
  readonly sha256: (text: string) => string;
  readonly now: () => number;
}
