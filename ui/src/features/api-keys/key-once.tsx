import { Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { Button } from "~/components/button.tsx";
import { CodeView } from "~/components/code/code-view.tsx";
import { CopyButton } from "~/components/copy.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { text } from "~/text/index.ts";
import type { CreatedApiKey } from "./api-key-queries.ts";
import { exampleCall } from "./example-call.ts";
import { exampleEvent } from "./example-event.ts";

const words = text.apiKeys.once;

interface KeyOnceProps {
  /** Null: closed. */
  readonly created: CreatedApiKey | null;
  readonly onClose: () => void;
}

/** A new key, this once, with a call that tries it. */
export function KeyOnce(props: KeyOnceProps) {
  const may = useMay();
  const catalogue = useQuery(() => ({
    queryKey: inOrganization("event-types", "example"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/event-types", { params: { query: { limit: 200 } }, signal })),
    enabled: props.created !== null && may("catalogue:read"),
    staleTime: 60_000,
  }));
  const event = () => exampleEvent(catalogue.data?.items ?? []);
  return (
    <Dialog
      open={props.created !== null}
      onClose={props.onClose}
      keepOpen
      title={words.title(props.created?.name ?? "")}
      description={words.hint}
      width="wide"
      footer={
        <Button look="primary" onClick={props.onClose}>
          {text.shell.actions.saved}
        </Button>
      }
    >
      <Show when={props.created}>
        {(created) => {
          const call = () => exampleCall(location.origin, created().key, created().scopes, event());
          return (
            <div class="flex flex-col gap-4">
              <div class="flex min-w-0 items-center gap-2 rounded-md border border-accent bg-accent-soft py-1.5 pr-1.5 pl-3">
                <code class="min-w-0 flex-1 font-mono text-[13px] break-all text-ink select-all">
                  {created().key}
                </code>
                <CopyButton value={created().key} label={words.copy} />
              </div>
              <section class="flex flex-col gap-1.5">
                <h3 class="text-sm font-semibold text-ink">{words.example}</h3>
                <p class="text-xs text-soft">{words.exampleHint[call().kind]}</p>
                <CodeView label={words.example} value={call().text} raw />
              </section>
            </div>
          );
        }}
      </Show>
    </Dialog>
  );
}
