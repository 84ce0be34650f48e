import { A, useParams } from "@solidjs/router";
import { Show } from "solid-js";
import { useAccount } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { ApiProblem } from "~/api/problem.ts";
import { useQuery } from "~/api/query.ts";
import { buttonClass } from "~/components/button.tsx";
import { CrumbLink } from "~/components/crumb.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
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
  const isNowhere = () => integration.error instanceof ApiProblem && integration.error.problem.status === 404;
  return (
    <Show
      when={integration.data !== undefined}
      fallback={
        <Page title={isNowhere() ? text.integrations.nowhere.title : text.integrations.one} crumb={<Crumb />}>
          <Show when={!isNowhere()} fallback={<Nowhere id={id()} />}>
            <QueryView framed query={integration} permission="integrations:read">
              {() => null}
            </QueryView>
          </Show>
        </Page>
      }
    >
      <QueryView query={integration} permission="integrations:read">
        {(loaded) => (
          // What one may do decides what can be typed into: an editor is made read-only or not, once.
          <Show when={account.data !== undefined && loaded().record.id} keyed>
            <IntegrationFrame loaded={loaded()} crumb={<Crumb />} />
          </Show>
        )}
      </QueryView>
    </Show>
  );
}

function Nowhere(props: { readonly id: string }) {
  const words = text.integrations.nowhere;
  return (
    <Card>
      <Empty
        title={words.what(props.id)}
        action={
          <A href={`/o/${organizationId()}/integrations`} class={buttonClass("primary")}>
            {words.toList}
          </A>
        }
      >
        {words.why}
      </Empty>
    </Card>
  );
}

function Crumb() {
  return <CrumbLink href={`/o/${organizationId()}/integrations`} label={text.integrations.title} />;
}
