/** What is asked of a GraphQL endpoint; the endpoint is the integration's URL. */
export interface GraphqlSettings {
  /** One document: a query or a mutation, possibly several, of which `operationName` is sent. */
  readonly document: string;
  readonly operationName: string | null;
  /** The variables as a template over the event, like a SIMPLE mapping; null for the payload itself. */
  readonly variables: unknown;
}
