/** How a payload becomes what the target gets. */
export type TransformSettings =
  /** The new body as a template: docs/transformation.md. */
  | { readonly kind: "simple"; readonly mapping: unknown }
  /** JavaScript that defines `transform(payload, context)`; it runs in the cage. */
  | { readonly kind: "script"; readonly source: string };
