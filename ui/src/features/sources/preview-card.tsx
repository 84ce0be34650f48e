import { Show } from "solid-js";
import { Card } from "~/components/page.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { text } from "~/text/index.ts";
import { missingLabels } from "./needed-fields.ts";
import { signaturePreview } from "./signature-preview.ts";
import type { Connector } from "./source-queries.ts";

const words = text.sources.preview;

interface PreviewCardProps {
  readonly connector: Connector;
  readonly settings: Readonly<Record<string, string>>;
  readonly isUnverified: boolean;
}

/** What will be checked of a request, and what has to be known for it. */
export function PreviewCard(props: PreviewCardProps) {
  const missing = () => missingLabels(props.connector, props.settings);
  return (
    <Card title={words.title}>
      <Show when={!props.isUnverified} fallback={<p class="text-sm text-soft">{words.unverified}</p>}>
        <pre
          tabindex="0"
          role="region"
          aria-label={words.title}
          class="overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs break-words whitespace-pre-wrap text-ink"
        >
          {signaturePreview(props.settings)}
        </pre>
        <Show when={missing().length > 0}>
          <div class="mt-3">
            <Notice tone="warn">{words.missing(missing().join(", "))}</Notice>
          </div>
        </Show>
      </Show>
    </Card>
  );
}
