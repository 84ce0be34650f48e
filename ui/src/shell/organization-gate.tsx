import { A } from "@solidjs/router";
import { createEffect, type JSX, Match, Switch } from "solid-js";
import { usePermissionsIn } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { ApiProblem } from "~/api/problem.ts";
import { buttonClass } from "~/components/button.tsx";
import { Page } from "~/components/page.tsx";
import { Failure } from "~/components/states.tsx";
import { text } from "~/text/index.ts";
import { rememberOrganization } from "./last-organization.ts";

const words = text.shell.organization;

/** An address that names an organization which is not there, or not one's own, says so once, and not in every part of a view. */
export function OrganizationGate(props: { readonly children: JSX.Element }) {
  const here = usePermissionsIn(organizationId);
  const isUnknown = () => here.error instanceof ApiProblem && here.error.problem.status === 404;
  createEffect(() => {
    const id = organizationId();
    // Only one that answered: the start page leads there again.
    if (id !== null && here.data?.organizationId === id) rememberOrganization(id);
  });
  return (
    <Switch fallback={props.children}>
      <Match when={isUnknown()}>
        <Page title={words.unknownTitle} description={words.unknown(organizationId() ?? "")}>
          <A href="/" class={`${buttonClass()} self-start`}>
            {words.home}
          </A>
        </Page>
      </Match>
      {/* Not known is not the same as not allowed: every view would say that it may not be seen. */}
      <Match when={here.isError && here.data === undefined}>
        <Failure error={here.error} onRetry={() => void here.refetch()} />
      </Match>
    </Switch>
  );
}
