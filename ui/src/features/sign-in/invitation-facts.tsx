import { type JSX, Show } from "solid-js";
import type { SeenInvitation } from "~/api/session.ts";
import { absoluteTime } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";

const words = text.signIn.accept.facts;

/** Where, as what, for whom, and who asks: what one wants to know before giving a password. */
export function InvitationFacts(props: { readonly invitation: SeenInvitation }) {
  return (
    <dl class="mb-5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 rounded-lg bg-sunken px-3.5 py-3 text-sm">
      <Fact name={words.organization}>{props.invitation.organizationName ?? words.platform}</Fact>
      <Fact name={words.role}>
        <Show when={props.invitation.role} fallback={<span class="text-bad">{words.roleGone}</span>}>
          {(role) => (
            <>
              {role().name}
              <Show when={role().description}>
                {(description) => <span class="block text-xs text-faint">{description()}</span>}
              </Show>
            </>
          )}
        </Show>
      </Fact>
      <Fact name={words.email}>{props.invitation.email}</Fact>
      <Fact name={words.invitedBy}>
        <Show when={props.invitation.invitedBy} fallback={words.operator}>
          {(inviter) => (
            <>
              {inviter().name}
              <span class="block text-xs text-faint">{inviter().email}</span>
            </>
          )}
        </Show>
      </Fact>
      <Fact name={words.runsOut}>{absoluteTime(Date.parse(props.invitation.expiresAt))}</Fact>
    </dl>
  );
}

function Fact(props: { readonly name: string; readonly children: JSX.Element }) {
  return (
    <>
      <dt class="text-faint">{props.name}</dt>
      <dd class="min-w-0 break-words text-ink">{props.children}</dd>
    </>
  );
}
