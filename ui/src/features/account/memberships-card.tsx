import { A } from "@solidjs/router";
import { Building2, Globe } from "lucide-solid";
import { For, Show } from "solid-js";
import type { Account } from "~/api/account.ts";
import { Card } from "~/components/page.tsx";
import { Empty } from "~/components/states.tsx";
import { text } from "~/text/index.ts";

const words = text.account.memberships;
const PLATFORM = "*";

type Membership = Account["memberships"][number];

export function MembershipsCard(props: { readonly memberships: readonly Membership[] }) {
  return (
    <Card title={words.title} flush>
      <Show when={props.memberships.length > 0} fallback={<Empty title={words.none}>{words.noneHint}</Empty>}>
        <ul aria-label={words.list} class="divide-y">
          <For each={props.memberships}>{(membership) => <MembershipRow membership={membership} />}</For>
        </ul>
      </Show>
    </Card>
  );
}

function MembershipRow(props: { readonly membership: Membership }) {
  const isPlatform = () => props.membership.organizationId === PLATFORM;
  const name = () => props.membership.organizationName ?? props.membership.organizationId;
  return (
    <li class="flex items-center gap-3 px-4 py-3 text-sm">
      <Show
        when={isPlatform()}
        fallback={<Building2 class="size-5 shrink-0 text-faint" stroke-width={1.5} aria-hidden="true" />}
      >
        <Globe class="size-5 shrink-0 text-faint" stroke-width={1.5} aria-hidden="true" />
      </Show>
      <div class="min-w-0 flex-1">
        <Show
          when={!isPlatform()}
          fallback={
            <>
              <span class="font-medium text-ink">{words.platform}</span>
              <span class="block text-xs text-faint">{words.platformHint}</span>
            </>
          }
        >
          <A
            class="block truncate font-medium text-accent-ink hover:underline"
            href={`/o/${props.membership.organizationId}`}
          >
            {name()}
          </A>
        </Show>
      </div>
      <div class="text-right">
        <div class="text-ink">{props.membership.roleName ?? props.membership.roleId}</div>
        <div class="text-xs text-faint">{words.permissions(props.membership.permissions.length)}</div>
      </div>
    </li>
  );
}
