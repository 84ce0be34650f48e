import { A } from "@solidjs/router";
import { ArrowLeftRight } from "lucide-solid";
import { Match, Show, Switch } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button, buttonClass } from "~/components/button.tsx";
import { DataTable } from "~/components/data-table/data-table.tsx";
import { Card, Page } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Empty, LoadingRows } from "~/components/states.tsx";
import { useUrlText } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { isAny } from "../deliveries/list/delivery-filter.ts";
import { useFilter } from "../deliveries/list/use-filter.ts";
import { useIntegrationNames } from "../deliveries/list/use-integration-names.ts";
import { useRowKeys } from "../deliveries/list/use-row-keys.ts";
import { callColumns } from "./call-columns.tsx";
import { CallFilters } from "./call-filters.tsx";
import { useCalls } from "./use-calls.ts";

const words = text.proxyCalls;
const NOT_OF_CALLS = ["status", "eventType", "text", "eventId", "correlationId"] as const;

/** Every call through the proxy, newest first, refused ones included. */
export default function ProxyCallsPage() {
  let table: HTMLDivElement | undefined;
  const state = useFilter(NOT_OF_CALLS);
  const [gatewayError, setGatewayError] = useUrlText("gatewayError");
  const { nameOf, options } = useIntegrationNames();
  const calls = useCalls({ query: state.query, gatewayError });
  const isNarrowed = () => !isAny(state.filter()) || gatewayError() !== null;
  const clear = () => {
    setGatewayError(null);
    state.clear();
  };
  useRowKeys(() => table);
  return (
    <Page
      title={words.title}
      description={words.description}
      actions={
        <>
          <span class="flex items-center gap-1.5 text-xs text-soft" role="status">
            <span
              class={`size-1.5 rounded-full ${calls.isLive() ? "bg-good" : "bg-line-strong"}`}
              aria-hidden="true"
            />
            {calls.isLive() ? words.live : words.resting}
          </span>
          <Button size="small" busy={calls.query.isRefetching && !calls.isLive()} onClick={calls.refresh}>
            {text.shell.actions.refresh}
          </Button>
        </>
      }
    >
      <CallFilters
        state={state}
        gatewayError={gatewayError()}
        onGatewayError={setGatewayError}
        integrations={options()}
        isNarrowed={isNarrowed()}
        onClear={clear}
      />
      <div
        ref={table}
        onPointerEnter={() => calls.setPointedAt(true)}
        onPointerLeave={() => calls.setPointedAt(false)}
      >
        <Card flush>
          <QueryView
            query={calls.query}
            permission="deliveries:read"
            loading={<LoadingRows rows={12} />}
            isEmpty={() => calls.rows().length === 0}
            empty={<NoCalls isNarrowed={isNarrowed()} hasMore={calls.hasMore()} onMore={calls.more} />}
          >
            {() => (
              <DataTable
                label={words.title}
                columns={callColumns(nameOf)}
                rows={calls.rows()}
                rowId={({ id }) => id}
                href={({ id }) => `/o/${organizationId()}/proxy-calls/${id}`}
                onEndNear={() => !isNarrowed() && calls.more()}
                footer={
                  <Show when={calls.hasMore()} fallback={words.end}>
                    <span class="flex flex-wrap items-center gap-3">
                      {words.looked(calls.scanned())}
                      <Button size="small" busy={calls.isFetchingMore()} onClick={calls.more}>
                        {text.deliveries.list.further}
                      </Button>
                    </span>
                  </Show>
                }
              />
            )}
          </QueryView>
        </Card>
      </div>
    </Page>
  );
}

interface NoCallsProps {
  readonly isNarrowed: boolean;
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

function NoCalls(props: NoCallsProps) {
  const may = useMay();
  return (
    <Switch>
      <Match when={props.isNarrowed}>
        <Empty
          title={words.nothingTitle}
          action={
            <Show when={props.hasMore}>
              <Button onClick={props.onMore}>{text.deliveries.list.further}</Button>
            </Show>
          }
        >
          {props.hasMore ? words.nothingSoFar : words.nothing}
        </Empty>
      </Match>
      <Match when={true}>
        <Empty
          title={words.emptyTitle}
          icon={<ArrowLeftRight class="size-7" stroke-width={1.5} aria-hidden="true" />}
          action={
            <Show when={may("integrations:create")}>
              <A href={`/o/${organizationId()}/integrations/new?for=calls`} class={buttonClass("primary")}>
                {words.make}
              </A>
            </Show>
          }
        >
          {words.empty}
        </Empty>
      </Match>
    </Switch>
  );
}
