import { ExternalLink, LoaderCircle } from "lucide-solid";
import { createEffect, createSignal, on, Show } from "solid-js";
import { answer, api } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { Button, buttonClass } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { Moment } from "~/components/moment.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { LoadingRows } from "~/components/states.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { useAction } from "~/primitives/action.ts";
import { nowMs } from "~/primitives/clock.ts";
import { text } from "~/text/index.ts";
import type { Credential } from "./credential-queries.ts";
import { isConnected, refusedSince } from "./is-connected.ts";
import { RedirectUri } from "./redirect-uri.tsx";

const words = text.credentials.connect;

interface ConnectDialogProps {
  /** Asked for every moment while this is open. */
  readonly credential: Credential;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** To the provider and back. The provider opens beside this page, which sees by itself when it has worked. */
export function ConnectDialog(props: ConnectDialogProps) {
  const [begun, setBegun] = createSignal<components["schemas"]["BegunAuthorization"] | null>(null);
  const [before, setBefore] = createSignal<Credential | null>(null);
  const [isGone, setGone] = createSignal(false);
  const begin = useAction(async () => {
    setBegun(null);
    setGone(false);
    setBefore({ ...props.credential });
    const path = { id: props.credential.id };
    setBegun(await answer(api.POST("/api/v1/credentials/{id}/authorize", { params: { path }, body: {} })));
  });
  createEffect(
    on(
      () => props.open,
      (open) => {
        if (open) void begin.run();
      },
    ),
  );
  const isDone = () => {
    const then = before();
    return then !== null && isConnected(then, props.credential);
  };
  const refusal = () => {
    const then = before();
    return then === null || isDone() ? null : refusedSince(then, props.credential);
  };
  const isExpired = () => {
    const link = begun();
    return link !== null && Date.parse(link.expiresAt) <= nowMs();
  };
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={words.title}
      description={words.text}
      footer={
        <Button look={isDone() ? "primary" : "secondary"} onClick={props.onClose}>
          {isDone() ? words.finish : text.shell.actions.close}
        </Button>
      }
    >
      <div class="flex flex-col gap-4">
        <ProblemNote problem={begin.problem()} />
        <Show when={begin.busy()}>
          <LoadingRows rows={2} />
        </Show>
        <Show when={!isDone() && begun()}>
          {(link) => (
            <>
              <RedirectUri uri={link().redirectUri} hint={words.redirectHint} />
              <Show
                when={!isExpired() && refusal() === null}
                fallback={<Ended refusal={refusal()} onBegin={() => void begin.run()} />}
              >
                <div class="flex flex-wrap items-center gap-3">
                  <a
                    class={buttonClass("primary")}
                    href={link().authorizationUrl}
                    target="_blank"
                    rel="noopener noreferrer"
                    title={words.opens}
                    onClick={() => setGone(true)}
                  >
                    {words.open}
                    <ExternalLink class="size-3.5" aria-hidden="true" />
                  </a>
                  <p class="text-sm text-soft">{words.host(new URL(link().authorizationUrl).host)}</p>
                </div>
                <p class="text-xs text-faint">
                  {words.until} <Moment at={link().expiresAt} />
                </p>
                <Show when={isGone()}>
                  <p role="status" class="flex items-center gap-2 text-sm text-soft">
                    <LoaderCircle class="size-4 animate-spin text-accent" aria-hidden="true" />
                    {words.waiting}
                  </p>
                </Show>
              </Show>
            </>
          )}
        </Show>
        <Show when={isDone()}>
          <Notice tone="good" title={words.done}>
            {words.doneText}
          </Notice>
        </Show>
      </div>
    </Dialog>
  );
}

/** The link is of no use any more: why, and another one. */
function Ended(props: { readonly refusal: Credential["refusal"]; readonly onBegin: () => void }) {
  return (
    <Notice
      tone={props.refusal === null ? "warn" : "bad"}
      title={props.refusal === null ? undefined : words.refused[props.refusal.reason]}
      action={
        <Button size="small" onClick={props.onBegin}>
          {words.begin}
        </Button>
      }
    >
      {props.refusal === null ? words.expired : words.because(props.refusal.detail)}
    </Notice>
  );
}
