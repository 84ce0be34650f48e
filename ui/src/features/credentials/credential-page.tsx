import { useNavigate, useParams } from "@solidjs/router";
import { Trash2 } from "lucide-solid";
import { createMemo, createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Crumb } from "~/features/connect/crumb.tsx";
import { text } from "~/text/index.ts";
import { ConnectDialog } from "./connect-dialog.tsx";
import { CredentialFacts } from "./credential-facts.tsx";
import { useCredential, useCredentialUses } from "./credential-queries.ts";
import { CredentialSettings } from "./credential-settings.tsx";
import { DeleteCredential } from "./delete-credential.tsx";
import { CredentialStatus } from "./status-badge.tsx";
import { TestCredential } from "./test-credential.tsx";
import { UsedBy } from "./used-by.tsx";

const words = text.credentials;

export default function CredentialPage() {
  const params = useParams();
  const navigate = useNavigate();
  const may = useMay();
  const uses = useCredentialUses();
  const [isConnecting, setConnecting] = createSignal(false);
  const [isDeleting, setDeleting] = createSignal(false);
  const query = useCredential(
    () => params.id ?? "",
    // Somebody is at the provider and comes back any moment.
    () => (isConnecting() ? 1_500 : 15_000),
  );
  const credential = createMemo(() => query.data);
  const usedBy = () => (uses.data === undefined ? null : (uses.data.get(params.id ?? "") ?? []));
  const canConnect = () => credential()?.kind === "oauth2_authorization_code" && may("credentials:authorize");
  return (
    <Page
      title={credential()?.name ?? words.title}
      crumb={<Crumb path="/credentials" label={words.back} />}
      description={
        <Show when={credential()}>
          {(here) => (
            <span class="flex flex-wrap items-center gap-2">
              <CredentialStatus status={here().status} />
              <span>{words.kinds[here().kind]}</span>
            </span>
          )}
        </Show>
      }
      actions={
        <Show when={credential()}>
          {(here) => (
            <>
              <Show when={may("credentials:manage")}>
                <TestCredential credential={here()} />
              </Show>
              <Show when={canConnect()}>
                <Button
                  look={here().status === "ready" ? "secondary" : "primary"}
                  onClick={() => setConnecting(true)}
                >
                  {here().status === "needs_authorization" ? words.connect.action : words.connect.again}
                </Button>
              </Show>
              <Show when={may("credentials:manage")}>
                <Button onClick={() => setDeleting(true)}>
                  <Trash2 class="size-4" aria-hidden="true" />
                  {words.remove.action}
                </Button>
              </Show>
            </>
          )}
        </Show>
      }
    >
      <QueryView framed query={query} permission={words.permission}>
        {(here) => (
          <>
            <div class="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
              <CredentialSettings credential={here()} />
              <div class="flex min-w-0 flex-col gap-5">
                <CredentialFacts credential={here()} />
                <UsedBy uses={usedBy()} />
              </div>
            </div>
            <ConnectDialog credential={here()} open={isConnecting()} onClose={() => setConnecting(false)} />
            <DeleteCredential
              credential={here()}
              uses={usedBy() ?? []}
              open={isDeleting()}
              onClose={() => setDeleting(false)}
              onDeleted={() => navigate(`/o/${organizationId()}/credentials`)}
            />
          </>
        )}
      </QueryView>
    </Page>
  );
}
