export type Jurisdiction = "" | "eu" | "fedramp";

/** The local runtime knows no jurisdictions and throws when asked, so none is asked for there. */
export function within<T extends Rpc.DurableObjectBranded | undefined>(
  namespace: DurableObjectNamespace<T>,
  jurisdiction: Jurisdiction,
): DurableObjectNamespace<T> {
  return jurisdiction === "" ? namespace : namespace.jurisdiction(jurisdiction);
}
