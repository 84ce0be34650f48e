import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { Button } from "~/components/button.tsx";
import { Id } from "~/components/copy.tsx";
import { Drawer } from "~/components/drawer.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { text } from "~/text/index.ts";
import { AlertBadge, subjectName } from "./alert-columns.tsx";
import { AlertFacts } from "./alert-facts.tsx";
import type { Alert } from "./alert-state.ts";
import { MuteMenu } from "./mute-menu.tsx";
import { nextSteps } from "./next-steps.ts";
import type { AlertRule } from "./rule-condition.ts";
import { useAcknowledge } from "./use-alerts.ts";

const words = text.alerts;

interface AlertDrawerProps {
  /** Null keeps it closed. */
  readonly id: string | null;
  readonly rules: readonly AlertRule[] | null;
  readonly nameOf: (integrationId: string) => string;
  readonly onClose: () => void;
}

/** One alert: what was found, since when, who was told, and who looks after it. */
export function AlertDrawer(props: AlertDrawerProps) {
  const may = useMay();
  const acknowledge = useAcknowledge();
  const query = useQuery(() => ({
    queryKey: inOrganization("alerts", "one", props.id),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/alerts/{id}", { params: { path: { id: props.id ?? "" } }, signal })),
    enabled: props.id !== null,
    refetchInterval: 10_000,
  }));
  const ruleOf = (alert: Alert) => props.rules?.find(({ id }) => id === alert.ruleId);
  return (
    <Drawer
      open={props.id !== null}
      onClose={props.onClose}
      title={titleOf(query.data, props.nameOf)}
      subtitle={
        <Show when={query.data}>
          {(alert) => (
            <span class="flex items-center gap-2">
              <AlertBadge alert={alert()} rule={ruleOf(alert())} />
              {words.kind[alert().kind]}
            </span>
          )}
        </Show>
      }
    >
      <QueryView query={query} permission="integrations:read">
        {(alert) => (
          <div class="flex flex-col gap-5">
            <p class="text-base text-ink">{alert().detail}</p>
            <Show when={may("alerts:manage") && alert().status === "open"}>
              <div class="flex flex-wrap gap-2">
                <Show when={alert().acknowledgedAt === null}>
                  <Button look="primary" onClick={() => void acknowledge(alert())}>
                    {words.acknowledge}
                  </Button>
                </Show>
                <Show when={ruleOf(alert())}>{(rule) => <MuteMenu rule={rule()} />}</Show>
              </div>
            </Show>
            <AlertFacts alert={alert()} rule={ruleOf(alert())} hasRules={props.rules !== null} />
            <AlertLinks alert={alert()} />
          </div>
        )}
      </QueryView>
    </Drawer>
  );
}

function titleOf(alert: Alert | undefined, nameOf: (integrationId: string) => string): string {
  return alert === undefined ? words.title : subjectName(alert, nameOf);
}

function AlertLinks(props: { readonly alert: Alert }) {
  const may = useMay();
  const place = () => {
    const { kind, id } = props.alert.subject;
    const org = `/o/${organizationId()}`;
    if (kind === "integration") return `${org}/integrations/${id}`;
    return kind === "credential" ? `${org}/credentials/${id}` : `${org}/api-keys`;
  };
  const steps = () => nextSteps(props.alert).filter(({ needs }) => may(needs));
  return (
    <nav class="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
      <For each={steps()}>
        {(step) => (
          <A class="text-accent-ink hover:underline" href={`/o/${organizationId()}${step.path}`}>
            {words.detail.nextStep[step.to]}
          </A>
        )}
      </For>
      <A class="text-accent-ink hover:underline" href={place()}>
        {words.detail.toSubject[props.alert.subject.kind]}
      </A>
      <span class="flex-1" />
      <Id value={props.alert.id} />
    </nav>
  );
}
