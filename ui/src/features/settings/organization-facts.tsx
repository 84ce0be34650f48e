import { A } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { usePermissionsIn } from "~/api/account.ts";
import { Id } from "~/components/copy.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import type { Organization } from "./settings-queries.ts";

const words = text.settings;

/** What cannot be changed about it. */
export function OrganizationFacts(props: { readonly organization: Organization }) {
  return (
    <Card title={words.about}>
      <dl class="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 gap-y-2 text-sm">
        <Fact label={words.id}>
          <Id value={props.organization.id} />
        </Fact>
        <Fact label={words.region}>
          {props.organization.region}
          <span class="block text-xs text-faint">{words.regionHint}</span>
        </Fact>
        <Fact label={words.created}>
          <Moment at={props.organization.createdAt} />
        </Fact>
        <Show when={props.organization.parentId !== undefined}>
          <Fact label={words.parent}>
            <Show when={props.organization.parentId} fallback={words.top}>
              {(parentId) => <ParentLink id={parentId()} />}
            </Show>
          </Fact>
        </Show>
      </dl>
    </Card>
  );
}

function Fact(props: { readonly label: string; readonly children: JSX.Element }) {
  return (
    <>
      <dt class="text-faint">{props.label}</dt>
      <dd class="min-w-0 text-ink">{props.children}</dd>
    </>
  );
}

function ParentLink(props: { readonly id: string }) {
  const parent = usePermissionsIn(() => props.id);
  return (
    <A href={`/o/${props.id}/settings`} class="text-accent-ink hover:underline">
      {parent.data?.organizationName ?? props.id}
    </A>
  );
}
