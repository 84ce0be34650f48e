import { A } from "@solidjs/router";
import { Check, LoaderCircle } from "lucide-solid";
import { type JSX, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { buttonClass } from "~/components/button.tsx";
import { CodeView } from "~/components/code/code-view.tsx";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";

const words = text.overview.first;
const ASKED_EVERY_MS = 5_000;

/** A range without deliveries may also be a quiet day: asked only then whether there ever was one. */
export function useFirstSteps(isSilent: () => boolean) {
  const may = useMay();
  const first = useQuery(() => ({
    queryKey: inOrganization("first-delivery"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/deliveries", { params: { query: { limit: 1 } }, signal })),
    enabled: isSilent(),
    refetchInterval: ASKED_EVERY_MS,
  }));
  const integrations = useQuery(() => ({
    queryKey: inOrganization("first-integration"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/integrations", { params: { query: { limit: 1 } }, signal })),
    enabled: isSilent() && may("integrations:read"),
    refetchInterval: ASKED_EVERY_MS,
  }));
  return {
    isNew: () => isSilent() && first.data?.items.length === 0,
    hasIntegration: () => (integrations.data?.items.length ?? 0) > 0,
  };
}

/** An organization that nothing has gone through yet: what to do, each step ticked off as it is seen. */
export function FirstSteps(props: { readonly hasIntegration: boolean }) {
  const may = useMay();
  const curl = () =>
    [
      `curl ${location.origin}/api/v1/events \\`,
      `  -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \\`,
      `  -d '{"type":"order.created","payload":{"orderId":17}}'`,
    ].join("\n");
  return (
    <div class="mx-auto w-full max-w-3xl">
      <Card title={words.title}>
        <p class="text-sm text-soft">{words.lead}</p>
        <ol class="mt-4 flex flex-col gap-5">
          <FirstStep
            number={1}
            done={props.hasIntegration}
            title={props.hasIntegration ? words.integrationDone : words.integration}
          >
            <p>{words.integrationText}</p>
            <Show when={!props.hasIntegration}>
              <Show when={may("integrations:create")} fallback={<p class="mt-2">{words.integrationNot}</p>}>
                <A href={`/o/${organizationId()}/integrations/new`} class={`mt-3 ${buttonClass("primary")}`}>
                  {words.integrationButton}
                </A>
              </Show>
            </Show>
          </FirstStep>
          <FirstStep number={2} done={false} title={words.event}>
            <p class="mb-2">{words.eventText}</p>
            <CodeView label={words.curl} value={curl()} />
            <p class="mt-2">
              {words.keyText}{" "}
              <Show when={may("keys:create")}>
                <A href={`/o/${organizationId()}/api-keys`} class="text-accent-ink underline">
                  {words.keyLink}
                </A>
              </Show>
            </p>
            <p role="status" class="mt-3 flex items-center gap-2 text-faint">
              <LoaderCircle class="size-3.5 animate-spin" aria-hidden="true" />
              {words.waiting}
            </p>
          </FirstStep>
        </ol>
      </Card>
    </div>
  );
}

function FirstStep(props: {
  readonly number: number;
  readonly done: boolean;
  readonly title: string;
  readonly children: JSX.Element;
}) {
  return (
    <li class="flex gap-3">
      <span
        aria-hidden="true"
        class={`grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold ${props.done ? "bg-good-soft text-good" : "bg-accent-soft text-accent-ink"}`}
      >
        <Show when={props.done} fallback={props.number}>
          <Check class="size-3.5" />
        </Show>
      </span>
      <div class="min-w-0 flex-1 text-sm text-soft">
        <h3 class="mb-1 text-sm font-semibold text-ink">{props.title}</h3>
        {props.children}
      </div>
    </li>
  );
}
