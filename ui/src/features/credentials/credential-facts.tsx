import { For, Show } from "solid-js";
import { Id } from "~/components/copy.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { Facts } from "~/features/connect/facts.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { text } from "~/text/index.ts";
import type { Credential } from "./credential-queries.ts";
import { CredentialStatus } from "./status-badge.tsx";
import { TokenExpiry } from "./token-expiry.tsx";

const words = text.credentials.page;

/** How it is with a credential: state, what the provider said last, when its token ends. */
export function CredentialFacts(props: { readonly credential: Credential }) {
  const credential = () => props.credential;
  return (
    <Card title={words.status}>
      <div class="flex flex-col gap-4">
        <Show when={credential().status !== "ready"}>
          <Notice tone={credential().status === "failing" ? "bad" : "warn"}>
            <p>{text.credentials.statusHints[credential().status]}</p>
            <Show when={credential().detail}>
              {(detail) => (
                <p class="mt-1">
                  {words.detail}: {detail()}
                </p>
              )}
            </Show>
          </Notice>
        </Show>
        <Show when={credential().refusal}>
          {(refusal) => (
            <Notice tone="warn" title={text.credentials.connect.refused[refusal().reason]}>
              <p>
                {text.credentials.connect.because(refusal().detail)} <Moment at={refusal().at} />
              </p>
            </Notice>
          )}
        </Show>
        <Facts
          facts={[
            { label: words.status, value: <CredentialStatus status={credential().status} /> },
            { label: words.kind, value: text.credentials.kinds[credential().kind] },
            { label: words.expires, value: <TokenExpiry credential={credential()} /> },
            { label: words.id, value: <Id value={credential().id} /> },
            { label: words.created, value: <Moment at={credential().createdAt} /> },
            { label: words.updated, value: <Moment at={credential().updatedAt} /> },
          ]}
        />
        <Show when={credential().warnings.length > 0}>
          <Notice tone="warn" title={words.warnings}>
            <ul class="flex flex-col gap-0.5">
              <For each={credential().warnings}>{(warning) => <li>{warning}</li>}</For>
            </ul>
          </Notice>
        </Show>
      </div>
    </Card>
  );
}
