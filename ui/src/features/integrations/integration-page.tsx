import { useParams } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { useAccount } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { CrumbLink } from "~/components/crumb.tsx";
import { Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { text } from "~/text/index.ts";
import { IntegrationFrame } from "./integration-frame.tsx";
import { integrationKey, readIntegration } from "./read-integration.ts";

/** Seldom enough to cost nothing; often enough that two who edit at once learn of each other before they save. */
const REREAD_MS = 20_000;

export default function IntegrationPage() {
  const params = useParams();
  const id = () => params.id ?? "";
  const account = useAccount();
  const integration = useQuery(() => ({
    queryKey: integrationKey(id()),
    queryFn: ({ signal }) => readIntegration(id(), signal),
    refetchInterval: REREAD_MS,
  }));
  const Waiting = (props: { readonly children?: JSX.Element }) => (
    <Page title={text.integrations.one} crumb={<Crumb />}>
      {props.children}
    </Page>
  );
  const isLost = () => integration.isError && integration.data === undefined;
  const view = () => (
    <QueryView framed query={integration} permission="integrations:read" loading={<Waiting />}>
      {(loaded) => (
        // What one may do decides what can be typed into: an editor is made read-only or not, once.
        <Show when={account.data !== undefined && loaded().record.id} keyed>
          <IntegrationFrame loaded={loaded()} crumb={<Crumb />} />
        </Show>
      )}
    </QueryView>
  );
  // What failed stands in a page of its own, with the way back to the list.
  return (
    <Show when={isLost()} fallback={view()}>
      <Waiting>{view()}</Waiting>
    </Show>
  );
}

function Crumb() {
  return <CrumbLink href={`/o/${organizationId()}/integrations`} label={text.integrations.title} />;
}
