import { ExternalLink } from "lucide-solid";
import { text } from "~/text/index.ts";
import type { Connector } from "./source-queries.ts";

const words = text.sources.picker;

/** Where the provider says it itself; of the generic one nobody but the sender does. */
export function ProviderDocs(props: { readonly connector: Connector }) {
  return (
    <a
      href={props.connector.docsUrl}
      target="_blank"
      rel="noreferrer"
      title={words.manual}
      class="mt-3 inline-flex items-center gap-1 text-sm font-medium text-accent-ink hover:underline"
    >
      {props.connector.id === "generic" ? words.docsOfHmac : words.docs}
      <ExternalLink class="size-3.5" aria-hidden="true" />
    </a>
  );
}
