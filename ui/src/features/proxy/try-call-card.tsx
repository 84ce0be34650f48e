import { A } from "@solidjs/router";
import { useMutation } from "@tanstack/solid-query";
import { Play } from "lucide-solid";
import { createMemo, createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { CodeEditor } from "~/components/code/code-editor.tsx";
import { CopyButton } from "~/components/copy.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { Select } from "~/components/select.tsx";
import { Failure, NotAllowed } from "~/components/states.tsx";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import { CallAnswer } from "./call-answer.tsx";
import { exampleCall } from "./example-call.ts";
import { makeCall } from "./make-call.ts";
import type { ProxyForm } from "./use-proxy-form.ts";
import { whereItGoes } from "./where-it-goes.ts";

/** A real call through the gateway, with the credential that nobody sees; and where it goes, while it is typed. */
export function TryCallCard(props: { readonly form: ProxyForm }) {
  const words = text.proxy.tryIt;
  const may = useMay();
  const { draft, proxy } = props.form;
  const [wanted, setWanted] = createSignal<string>("GET");
  const [path, setPath] = createSignal("/");
  const [body, setBody] = createSignal("{}");
  const method = () =>
    proxy().methods.some((one) => one === wanted()) ? wanted() : (proxy().methods[0] ?? "GET");
  const hasBody = () => method() !== "GET" && method() !== "HEAD" && body().trim() !== "";
  const sent = () => (hasBody() ? body() : null);
  const goes = createMemo(() => whereItGoes(draft.value().url, proxy(), path()));
  const isStored = () =>
    draft.record().proxy !== null && !draft.isDirty("proxy", "url", "credentialId", "headers");
  const call = useMutation(() => ({
    mutationFn: () => makeCall({ integrationId: draft.id, method: method(), path: path(), body: sent() }),
  }));
  const mayCall = () => may("proxy:call");
  const run = () => {
    if (mayCall() && isStored() && path().startsWith("/") && !call.isPending) call.mutate();
  };
  useCommands(() => (mayCall() ? [{ id: "proxy-call", label: words.run, run }] : []));
  const url = () => `${location.origin}/proxy/${draft.id}${path()}`;
  return (
    <Card
      title={words.title}
      actions={
        <Show when={may("deliveries:read")}>
          <A
            href={`/o/${organizationId()}/proxy-calls?integrationId=${draft.id}`}
            class="text-sm text-accent-ink hover:underline"
          >
            {words.allCalls}
          </A>
        </Show>
      }
    >
      <form
        class="flex min-w-0 flex-col gap-3"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <div class="grid grid-cols-[7rem_minmax(0,1fr)] items-start gap-2">
          <Select
            label={words.method}
            options={proxy().methods.map((value) => ({ value: value as string, label: value }))}
            value={method()}
            onChange={setWanted}
          />
          <TextInput
            label={words.path}
            mono
            placeholder="/orders/7?expand=lines"
            value={path()}
            onInput={(typed) => setPath(typed.trim())}
            error={goesNowhere(goes())}
          />
        </div>
        <Show when={method() !== "GET" && method() !== "HEAD"}>
          <CodeEditor
            label={words.body}
            language="json"
            value={body()}
            onChange={setBody}
            minHeightPx={96}
            maxHeightPx={260}
          />
        </Show>
        <p class="text-xs break-all text-soft" aria-live="polite">
          <Show when={destination(goes())}>
            {(destination) => (
              <>
                {words.goesTo} <code class="font-mono text-ink">{destination()}</code>
              </>
            )}
          </Show>
        </p>
        <div class="flex items-start gap-1 rounded-md bg-sunken p-2">
          <pre
            class="min-w-0 flex-1 overflow-x-auto font-mono text-xs text-soft"
            tabindex="0"
            role="region"
            aria-label={words.example}
          >
            {exampleCall(url(), method(), sent())}
          </pre>
          <CopyButton value={exampleCall(url(), method(), sent())} label={words.copyExample} />
        </div>
        <Show when={mayCall()} fallback={<NotAllowed permission="proxy:call" />}>
          <div class="flex flex-wrap items-center gap-3">
            <Button look="primary" type="submit" busy={call.isPending} disabled={!isStored()}>
              <Play class="size-3.5" aria-hidden="true" />
              {words.run}
            </Button>
            <p class="text-xs text-faint">{isStored() ? words.real : words.saveFirst}</p>
          </div>
        </Show>
      </form>
      <Show when={call.isError}>
        <Failure error={call.error} />
      </Show>
      <Show when={!call.isError && call.data}>{(answer) => <CallAnswer answer={answer()} />}</Show>
    </Card>
  );
}

function destination(goes: ReturnType<typeof whereItGoes>): string | null {
  return goes.ok ? goes.url : null;
}

function goesNowhere(goes: ReturnType<typeof whereItGoes>): string | undefined {
  return goes.ok || goes.message === "" ? undefined : goes.message;
}
