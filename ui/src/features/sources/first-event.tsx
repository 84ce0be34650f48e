import { A } from "@solidjs/router";
import { Check, LoaderCircle } from "lucide-solid";
import { For, type JSX, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button, buttonClass } from "~/components/button.tsx";
import { Moment } from "~/components/moment.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { text } from "~/text/index.ts";
import { AddressStep } from "./address-step.tsx";
import { eventPath } from "./event-path.ts";
import { ProviderDocs } from "./provider-docs.tsx";
import { RefusedMeanwhile } from "./refused-meanwhile.tsx";
import type { Connector, SourceDetail } from "./source-queries.ts";
import { useFirstEvent } from "./use-first-event.ts";

const words = text.sources.setup;

interface FirstEventProps {
  readonly source: SourceDetail;
  readonly connector: Connector | undefined;
  readonly onTab: (tab: "rejected" | "secrets") => void;
  readonly onSwitchOn: () => void;
}

/** From a new address to the first event, in three steps. The last one happens by itself. */
export function FirstEvent(props: FirstEventProps) {
  const may = useMay();
  const event = useFirstEvent(() => props.source);
  const arrivedAt = () => props.source.activity.firstEventAt ?? event()?.at ?? null;
  // The oldest that is known of: while this is looked at that is the first.
  const eventId = () => event()?.eventId ?? props.source.activity.recentEvents.at(-1)?.id ?? null;
  const arrivedPath = () => {
    const id = eventId();
    return id === null ? "/deliveries" : eventPath(id);
  };
  return (
    <section
      aria-label={words.title}
      class={`overflow-hidden rounded-xl border bg-surface shadow-card ${arrivedAt() === null ? "border-line" : "border-good"}`}
    >
      <ol>
        <Step number={1} title={words.address} done={arrivedAt() !== null}>
          <AddressStep source={props.source} />
        </Step>
        <Step
          number={2}
          title={props.connector === undefined ? "" : words.steps(props.connector)}
          done={arrivedAt() !== null}
        >
          <Show when={props.connector}>
            {(connector) => (
              <>
                <ol class="flex list-decimal flex-col gap-1.5 pl-5 text-sm text-soft marker:text-faint">
                  <For each={connector().setup}>{(step) => <li class="pl-1 break-words">{step}</li>}</For>
                </ol>
                <ProviderDocs connector={connector()} />
              </>
            )}
          </Show>
          <Show when={!props.source.ready}>
            <div class="mt-3">
              <Notice
                tone="warn"
                action={
                  <Show when={may("sources:manage")}>
                    <Button size="small" onClick={() => props.onTab("secrets")}>
                      {words.addSecret}
                    </Button>
                  </Show>
                }
              >
                {words.needsSecret}
              </Notice>
            </div>
          </Show>
        </Step>
        <Step number={3} title={words.wait} done={arrivedAt() !== null} last>
          <Show when={!props.source.enabled}>
            <div class="mb-3">
              <Notice
                tone="warn"
                action={
                  <Show when={may("sources:manage")}>
                    <Button size="small" onClick={props.onSwitchOn}>
                      {words.switchOn}
                    </Button>
                  </Show>
                }
              >
                {words.off}
              </Notice>
            </div>
          </Show>
          <Show
            when={arrivedAt()}
            fallback={
              <>
                <p role="status" class="flex items-center gap-2 text-sm text-soft">
                  <LoaderCircle class="size-4 animate-spin text-accent" aria-hidden="true" />
                  {words.waiting}
                </p>
                <RefusedMeanwhile
                  sourceId={props.source.id}
                  total={props.source.activity.rejectedTotal}
                  onSee={() => props.onTab("rejected")}
                />
              </>
            }
          >
            {(at) => (
              <Notice
                tone="good"
                title={words.arrived}
                action={
                  <A
                    class={buttonClass("secondary", "small")}
                    href={`/o/${organizationId()}${arrivedPath()}`}
                  >
                    {eventId() === null ? words.openDeliveries : words.openEvent}
                  </A>
                }
              >
                <p>
                  {words.arrivedText} <Moment at={at()} />
                </p>
              </Notice>
            )}
          </Show>
        </Step>
      </ol>
    </section>
  );
}

function Step(props: {
  readonly number: number;
  readonly title: string;
  readonly done: boolean;
  readonly last?: boolean;
  readonly children: JSX.Element;
}) {
  return (
    <li class={`flex gap-3 px-4 py-4 sm:gap-4 sm:px-5 ${props.last === true ? "" : "border-b"}`}>
      <span
        aria-hidden="true"
        class={`grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold ${props.done ? "bg-good-soft text-good" : "bg-accent-soft text-accent-ink"}`}
      >
        <Show when={props.done} fallback={props.number}>
          <Check class="size-3.5" stroke-width={3} />
        </Show>
      </span>
      <div class="min-w-0 flex-1">
        <h2 class="mb-2 text-sm font-semibold text-ink">{props.title}</h2>
        {props.children}
      </div>
    </li>
  );
}
