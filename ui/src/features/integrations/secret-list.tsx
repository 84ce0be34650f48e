import { useQueryClient } from "@tanstack/solid-query";
import { createSignal, For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { Badge, type Tone } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { Id } from "~/components/copy.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { text } from "~/text/index.ts";
import type { ShownSecret } from "./just-created.ts";
import { RetireDialog, RotateDialog } from "./secret-dialogs.tsx";
import { SecretOnce } from "./secret-once.tsx";

export type Secret = components["schemas"]["SigningSecret"];

const TONES: Readonly<Record<Secret["status"], Tone>> = {
  current: "good",
  expiring: "warn",
  expired: "neutral",
};

/** Which secrets sign. Their values are never shown again; a new one is, once. */
export function SecretList(props: { readonly integrationId: string; readonly isSigning: boolean }) {
  const words = text.integrations.secret;
  const may = useMay();
  const client = useQueryClient();
  const key = () => inOrganization("integrations", props.integrationId, "secrets");
  const list = useQuery(() => ({
    queryKey: key(),
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/integrations/{id}/secrets", {
          params: { path: { id: props.integrationId } },
          signal,
        }),
      ),
  }));
  const [isRotating, setRotating] = createSignal(false);
  const [retiring, setRetiring] = createSignal<Secret | null>(null);
  const [made, setMade] = createSignal<ShownSecret | null>(null);
  const reread = () => void client.invalidateQueries({ queryKey: key() });
  return (
    <Card
      title={words.list}
      actions={
        <Show when={may("secrets:rotate")}>
          <Button size="small" onClick={() => setRotating(true)}>
            {words.rotate}
          </Button>
        </Show>
      }
    >
      <div class="flex flex-col gap-4">
        <Show when={made()}>
          {(secret) => (
            <SecretOnce
              secret={secret()}
              actions={<Button onClick={() => setMade(null)}>{words.kept}</Button>}
            />
          )}
        </Show>
        <Show when={!props.isSigning}>
          <p class="text-sm text-warn">{words.unused}</p>
        </Show>
        <QueryView
          query={list}
          permission="secrets:read"
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title={words.noneTitle}>{words.none}</Empty>}
        >
          {(data) => (
            <ul class="flex flex-col divide-y divide-line">
              <For each={data().items}>
                {(secret) => (
                  <li class="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 first:pt-0 last:pb-0">
                    <Badge tone={TONES[secret.status]}>{words.statuses[secret.status]}</Badge>
                    <div class="min-w-0 flex-1 basis-40 text-sm">
                      <Show
                        when={secret.publicKey}
                        fallback={
                          <code class="font-mono text-xs text-ink">{words.ending(secret.hint ?? "")}</code>
                        }
                      >
                        {(publicKey) => <Id value={publicKey()} />}
                      </Show>
                      <p class="text-xs text-faint">
                        {words.kinds[secret.kind]}, {words.made} <Moment at={secret.createdAt} />
                        <Show when={secret.expiresAt}>
                          {(at) => (
                            <>
                              , {secret.status === "expired" ? words.ended : words.ends} <Moment at={at()} />
                            </>
                          )}
                        </Show>
                      </p>
                    </div>
                    <Show when={may("secrets:rotate") && secret.status !== "expired"}>
                      <Button size="small" look="quiet" onClick={() => setRetiring(secret)}>
                        {words.retire}
                      </Button>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          )}
        </QueryView>
      </div>
      <RotateDialog
        integrationId={props.integrationId}
        open={isRotating()}
        onClose={() => setRotating(false)}
        onMade={(secret) => {
          setMade(secret);
          reread();
        }}
      />
      <RetireDialog
        integrationId={props.integrationId}
        secret={retiring()}
        onClose={() => setRetiring(null)}
        onRetired={reread}
      />
    </Card>
  );
}
