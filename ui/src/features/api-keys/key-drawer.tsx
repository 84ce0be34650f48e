import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { Id } from "~/components/copy.tsx";
import { Drawer } from "~/components/drawer.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { useActorName } from "~/features/circuits/use-actor-name.ts";
import { Facts } from "~/features/connect/facts.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { permissionLabel } from "~/features/roles/words.ts";
import { text } from "~/text/index.ts";
import type { ApiKey } from "./api-key-queries.ts";
import type { KeyActions } from "./key-actions.tsx";
import { OptionalMoment } from "./key-table.tsx";
import { StateBadge } from "./state-badge.tsx";

const words = text.apiKeys;

interface KeyDrawerProps {
  /** Null: closed. */
  readonly apiKey: ApiKey | null;
  readonly actions: KeyActions;
  readonly onClose: () => void;
  readonly onOpen: (id: string) => void;
}

export function KeyDrawer(props: KeyDrawerProps) {
  return (
    <Drawer
      open={props.apiKey !== null}
      onClose={props.onClose}
      title={props.apiKey?.name ?? ""}
      subtitle={<Show when={props.apiKey}>{(key) => <StateBadge apiKey={key()} />}</Show>}
      actions={
        <Show when={props.apiKey}>
          {(key) => (
            <>
              <Show when={props.actions.mayRotate(key())}>
                <Button onClick={() => props.actions.rotate(key())}>{words.rotate}</Button>
              </Show>
              <Show when={props.actions.mayRevoke(key())}>
                <Button look="danger" onClick={() => props.actions.revoke(key())}>
                  {words.revoke}
                </Button>
              </Show>
            </>
          )}
        </Show>
      }
    >
      <Show when={props.apiKey}>
        {(key) => <Content apiKey={key()} actions={props.actions} onOpen={props.onOpen} />}
      </Show>
    </Drawer>
  );
}

function Content(props: {
  readonly apiKey: ApiKey;
  readonly actions: KeyActions;
  readonly onOpen: (id: string) => void;
}) {
  const may = useMay();
  const nameOf = useActorName();
  const facts = () => {
    const { id, hint, createdBy, createdAt, lastUsedAt, expiresAt, revokedAt, replacedBy } = props.apiKey;
    return [
      { label: words.key, value: <code class="font-mono text-xs">{hint}</code> },
      { label: words.facts.id, value: <Id value={id} /> },
      { label: words.used, value: <OptionalMoment at={lastUsedAt} none={words.never} /> },
      { label: words.expires, value: <OptionalMoment at={expiresAt} none={words.noExpiry} /> },
      ...(revokedAt === null ? [] : [{ label: words.facts.revoked, value: <Moment at={revokedAt} /> }]),
      ...(replacedBy === null
        ? []
        : [
            {
              label: words.facts.replacedBy,
              value: (
                <button
                  type="button"
                  class="text-accent-ink hover:underline"
                  onClick={() => props.onOpen(replacedBy)}
                >
                  {replacedBy}
                </button>
              ),
            },
          ]),
      { label: words.facts.madeBy, value: nameOf(createdBy) },
      { label: words.facts.made, value: <Moment at={createdAt} /> },
    ];
  };
  const lacked = () => (may("keys:rotate") ? props.actions.lackedOf(props.apiKey) : []);
  return (
    <div class="flex flex-col gap-5">
      <Show when={lacked().length > 0}>
        <Notice tone="info">{words.rotateMissing(lacked().join(", "))}</Notice>
      </Show>
      <Card>
        <Facts facts={facts()} />
      </Card>
      <Card title={words.scopeCount(props.apiKey.scopes.length)} flush>
        <ul class="divide-y divide-line text-sm">
          <For each={props.apiKey.scopes}>
            {(scope) => (
              <li class="flex flex-wrap justify-between gap-x-4 px-4 py-1.5">
                <span class="text-ink">{permissionLabel(scope)}</span>
                <code class="font-mono text-xs text-faint">{scope}</code>
              </li>
            )}
          </For>
        </ul>
      </Card>
    </div>
  );
}
