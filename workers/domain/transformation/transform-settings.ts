/** How a payload becomes what the target gets. docs/transformation.md is its manual. */
export type TransformSettings = SimpleTransform | ScriptTransform;

/** Templates and directives. What is left out is as the integration has it. */
export interface SimpleTransform {
  readonly kind: "simple";
  /** The new payload. */
  readonly mapping: unknown;
  readonly url?: string | undefined;
  readonly method?: string | undefined;
  /** Added to the integration's own; one of the same name is replaced. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Added to the URL's query. */
  readonly query?: Readonly<Record<string, string>> | undefined;
}

/** JavaScript that defines `transform(payload, context)`; it runs in the cage. */
export interface ScriptTransform {
  readonly kind: "script";
  readonly source: string;
}
