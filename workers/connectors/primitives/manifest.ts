import type { ConnectorManifest } from "#domain/ingress/connector";

/** What `import … with { type: "json" }` gives: its words are plain strings to the compiler. A test holds every metadata.json to the contract. */
type RawManifest = Omit<ConnectorManifest, "fields"> & {
  readonly fields: readonly (Omit<ConnectorManifest["fields"][number], "kind"> & { readonly kind: string })[];
};

export function asManifest(metadata: RawManifest): ConnectorManifest {
  return metadata as ConnectorManifest;
}
