import { For, type JSX, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Badge } from "~/components/badge.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import { AddSecret } from "./add-secret.tsx";
import { OnceValue } from "./once-value.tsx";
import { RemoveSecret } from "./remove-secret.tsx";
import { RotateAddress } from "./rotate-address.tsx";
import { shownOnce } from "./shown-once.ts";
import type { Connector, SourceDetail } from "./source-queries.ts";

const words = text.sources.secrets;
const TONES = { current: "good", expiring: "warn", expired: "neutral" } as const;

type Lifetime = SourceDetail["addresses"][number];

/** What leads here and what proves it: which there are, how long they live, and how to replace them. */
export function SecretsTab(props: {
  readonly source: SourceDetail;
  readonly connector: Connector | undefined;
}) {
  const may = useMay();
  const isManager = () => may("sources:manage");
  const living = () => props.source.secrets.filter(({ status }) => status !== "expired");
  return (
    <div class="grid items-start gap-5 xl:grid-cols-2">
      <Card
        title={words.addresses}
        actions={
          <Show when={isManager()}>
            <RotateAddress source={props.source} />
          </Show>
        }
      >
        <p class="mb-3 text-sm text-soft">{words.addressesHint}</p>
        <Show when={shownOnce(props.source.id)?.url}>
          {(url) => (
            <div class="mb-3">
              <OnceValue
                value={url()}
                copy={text.sources.setup.copyAddress}
                hint={text.sources.setup.addressHint}
              />
            </div>
          )}
        </Show>
        <Lifetimes label={words.addresses} items={props.source.addresses} action={() => undefined} />
      </Card>
      <Card
        title={words.secrets}
        actions={
          <Show when={isManager() && props.connector?.secretField !== null}>
            <AddSecret source={props.source} connector={props.connector} isFirst={living().length === 0} />
          </Show>
        }
      >
        <Show
          when={props.connector?.secretField !== null}
          fallback={<p class="text-sm text-soft">{words.noneNeeded}</p>}
        >
          <p class="mb-3 text-sm text-soft">{living().length === 0 ? words.noSecrets : words.secretsHint}</p>
          <For each={shownOnce(props.source.id)?.madeSecrets ?? []}>
            {(made) => (
              <div class="mb-3">
                <OnceValue
                  title={made.label}
                  value={made.value}
                  copy={text.sources.setup.copySecret}
                  hint={text.sources.setup.madeHint}
                />
              </div>
            )}
          </For>
          <Lifetimes
            label={words.secrets}
            items={props.source.secrets}
            action={(index) => {
              const secret = props.source.secrets[index];
              return (
                <Show when={isManager() && secret}>
                  {(known) => (
                    <RemoveSecret
                      source={props.source}
                      secret={known()}
                      isLast={living().length === 1 && known().status !== "expired"}
                    />
                  )}
                </Show>
              );
            }}
          />
        </Show>
      </Card>
    </div>
  );
}

function Lifetimes(props: {
  readonly label: string;
  readonly items: readonly Lifetime[];
  readonly action: (index: number) => JSX.Element;
}) {
  return (
    <ul aria-label={props.label} class="flex flex-col divide-y">
      <For each={props.items}>
        {(item, index) => (
          <li class="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-sm">
            <code class="font-mono text-xs text-ink">{item.hint}</code>
            <Badge tone={TONES[item.status]}>{words.statuses[item.status]}</Badge>
            <span class="text-xs text-faint">
              {words.columns.created} <Moment at={item.createdAt} />
            </span>
            <span class="min-w-0 flex-1 text-xs text-faint">
              <Show when={item.expiresAt} fallback={words.until}>
                {(at) => (
                  <>
                    {words.columns.expires} <Moment at={at()} />
                  </>
                )}
              </Show>
            </span>
            {props.action(index())}
          </li>
        )}
      </For>
    </ul>
  );
}
