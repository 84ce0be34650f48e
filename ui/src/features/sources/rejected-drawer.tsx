import { For, Show } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { Badge } from "~/components/badge.tsx";
import { CodeView } from "~/components/code/code-view.tsx";
import { Drawer } from "~/components/drawer.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { Facts } from "~/features/connect/facts.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { bytes } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";

const words = text.sources.rejected;
const KEPT_BYTES = 64 * 1024;

type Detail = components["schemas"]["RejectedRequestDetail"];

interface RejectedDrawerProps {
  readonly sourceId: string;
  readonly requestId: string | null;
  readonly onClose: () => void;
}

/** One request that was refused: why, what to check, and all that came with it. */
export function RejectedDrawer(props: RejectedDrawerProps) {
  const query = useQuery(() => ({
    queryKey: inOrganization("sources", props.sourceId, "rejected", "one", props.requestId),
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/sources/{id}/rejected/{rejectedId}", {
          params: { path: { id: props.sourceId, rejectedId: props.requestId ?? "" } },
          signal,
        }),
      ),
    enabled: props.requestId !== null,
    staleTime: Number.POSITIVE_INFINITY,
  }));
  return (
    <Drawer open={props.requestId !== null} onClose={props.onClose} title={words.drawer}>
      <QueryView query={query} permission={text.sources.permission}>
        {(detail) => <RejectedDetail detail={detail()} />}
      </QueryView>
    </Drawer>
  );
}

function RejectedDetail(props: { readonly detail: Detail }) {
  const detail = () => props.detail;
  return (
    <div class="flex flex-col gap-4">
      <div class="flex flex-wrap items-center gap-2 text-sm">
        <Badge tone="bad">{text.sources.reasons[detail().reason]}</Badge>
        <span class="min-w-0 text-ink">{detail().detail}</span>
      </div>
      <Notice tone="info" title={words.check}>
        {detail().hint}
      </Notice>
      <Card title={words.facts}>
        <Facts
          facts={[
            { label: words.columns.at, value: <Moment at={detail().at} /> },
            { label: words.method, value: detail().method },
            { label: words.answered, value: String(detail().status) },
            { label: words.ip, value: <code class="font-mono text-xs">{detail().ip}</code> },
            { label: words.size, value: bytes(detail().bodyBytes) },
            ...(detail().query === ""
              ? []
              : [
                  {
                    label: words.query,
                    value: <code class="font-mono text-xs break-all">{detail().query}</code>,
                  },
                ]),
          ]}
        />
      </Card>
      <Card title={words.headers}>
        <p class="mb-2 text-xs text-faint">{words.headersHint}</p>
        <dl class="flex flex-col gap-1 font-mono text-xs">
          <For each={Object.entries(detail().headers)}>
            {([name, value]) => (
              <div class="flex flex-wrap gap-x-2">
                <dt class="text-faint">{name}:</dt>
                <dd class="min-w-0 break-all text-ink">{value}</dd>
              </div>
            )}
          </For>
        </dl>
      </Card>
      <Card title={words.body}>
        <Show when={detail().body === null && detail().bodyBase64 !== null}>
          <p class="mb-2 text-xs text-faint">{words.binary}</p>
        </Show>
        <CodeView
          label={words.body}
          value={detail().body ?? detail().bodyBase64 ?? ""}
          emptyText={words.noBody}
        />
        <Show when={detail().bodyBytes > KEPT_BYTES}>
          <p class="mt-2 text-xs text-faint">{words.cut}</p>
        </Show>
      </Card>
    </div>
  );
}
