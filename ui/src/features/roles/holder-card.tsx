import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Badge } from "~/components/badge.tsx";
import { Card } from "~/components/page.tsx";
import { LoadingRows } from "~/components/states.tsx";
import { text } from "~/text/index.ts";
import type { Holders } from "./use-holders.ts";

const words = text.roles.holders;
const SHOWN = 20;

/** Whom a change of the role concerns. */
export function HolderCard(props: { readonly roleId: string; readonly holders: Holders | null }) {
  const may = useMay();
  return (
    <Card title={words.title}>
      <Show when={may("members:read")} fallback={<p class="text-sm text-faint">{words.hidden}</p>}>
        <Show when={props.holders} fallback={<LoadingRows rows={2} />}>
          {(holders) => (
            <>
              <HolderList holders={holders()} />
              <Show when={holders().members.length > 0}>
                <A
                  class="mt-3 inline-block text-sm text-accent-ink hover:underline"
                  href={`/o/${organizationId()}/members?role=${encodeURIComponent(props.roleId)}`}
                >
                  {words.open}
                </A>
              </Show>
              <p class="mt-2 text-xs text-faint">{words.below}</p>
            </>
          )}
        </Show>
      </Show>
    </Card>
  );
}

export function HolderList(props: { readonly holders: Holders }) {
  const rest = () => props.holders.members.length + props.holders.invitations.length - SHOWN;
  return (
    <Show
      when={props.holders.members.length + props.holders.invitations.length > 0}
      fallback={<p class="text-sm text-faint">{words.none}</p>}
    >
      <ul class="flex flex-col gap-1.5 text-sm">
        <For each={props.holders.members.slice(0, SHOWN)}>
          {({ name, email }) => (
            <li class="min-w-0">
              <span class="font-medium text-ink">{name}</span>{" "}
              <span class="break-all text-faint">{email}</span>
            </li>
          )}
        </For>
        <For each={props.holders.invitations.slice(0, SHOWN)}>
          {({ email }) => (
            <li class="flex min-w-0 items-center gap-2">
              <span class="min-w-0 break-all text-ink">{email}</span>{" "}
              <Badge tone="info">{words.invited}</Badge>
            </li>
          )}
        </For>
        <Show when={rest() > 0}>
          <li class="text-faint">{words.more(rest())}</li>
        </Show>
      </ul>
    </Show>
  );
}
