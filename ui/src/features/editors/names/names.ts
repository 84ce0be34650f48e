/** What a template or a script may name here. */
export interface Names {
  /** A payload to learn from: a past event's, or the catalogue's example. Undefined when there is none. */
  readonly payload: unknown;
  /** Names that array rows give to their elements, with an example of each. */
  readonly locals: Readonly<Record<string, unknown>>;
  /** Null: they may not be listed. */
  readonly variables: readonly { readonly name: string; readonly value: string }[] | null;
  readonly tables: readonly string[];
}

export const NO_NAMES: Names = { payload: undefined, locals: {}, variables: [], tables: [] };

/** As `context.event`, `context.config` and `{{event.…}}`, `{{config.…}}` have them. */
export const EVENT_MEMBERS = ["id", "type", "occurredAt", "acceptedAt", "correlationId", "labels"] as const;
export const CONFIG_MEMBERS = [
  "tenantId",
  "tenantName",
  "region",
  "integrationId",
  "integrationName",
] as const;
