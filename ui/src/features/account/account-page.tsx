import { A } from "@solidjs/router";
import { ArrowLeft } from "lucide-solid";
import { Show } from "solid-js";
import { type Account, useAccount } from "~/api/account.ts";
import { Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { AccountMenu } from "~/shell/account-menu.tsx";
import { KeySheet } from "~/shell/key-sheet.tsx";
import { lastOrganization } from "~/shell/last-organization.ts";
import { Logo } from "~/shell/logo.tsx";
import { text } from "~/text/index.ts";
import { FactorCard } from "./factor-card.tsx";
import { MembershipsCard } from "./memberships-card.tsx";
import { PasswordCard } from "./password-card.tsx";
import { ProfileCard } from "./profile-card.tsx";
import { SessionsCard } from "./sessions-card.tsx";

const words = text.account;

/** One's own account. It belongs to no organization, so it stands outside of all of them. */
export default function AccountPage() {
  const account = useAccount();
  return (
    <div class="flex min-h-dvh flex-col">
      <header class="sticky top-0 z-30 flex h-13 items-center gap-3 border-b bg-surface px-3 sm:px-4">
        <Logo class="size-6" />
        <Show when={lastOrganization()}>
          {(id) => (
            <A
              href={`/o/${id()}`}
              class="flex min-w-0 items-center gap-1.5 rounded-md px-1.5 py-1 text-sm text-soft hover:bg-sunken hover:text-ink"
            >
              <ArrowLeft class="size-4 shrink-0" aria-hidden="true" />
              <span class="truncate">{words.back}</span>
            </A>
          )}
        </Show>
        <div class="flex-1" />
        <KeySheet />
        <AccountMenu />
      </header>
      <main id="content" tabindex="-1" class="min-w-0 flex-1 outline-none">
        <Page title={words.title} description={words.description}>
          <QueryView query={account}>{(data) => <Cards account={data()} />}</QueryView>
        </Page>
      </main>
    </div>
  );
}

function Cards(props: { readonly account: Account }) {
  return (
    <div class="grid items-start gap-5 lg:grid-cols-2">
      <div class="flex min-w-0 flex-col gap-5">
        <ProfileCard account={props.account} />
        <PasswordCard email={props.account.email} />
      </div>
      <div class="flex min-w-0 flex-col gap-5">
        <FactorCard account={props.account} />
        <SessionsCard />
        <MembershipsCard memberships={props.account.memberships} />
      </div>
    </div>
  );
}
