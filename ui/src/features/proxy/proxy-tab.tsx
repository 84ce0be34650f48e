import { lazy, Show, Suspense } from "solid-js";
import { LoadingRows } from "~/components/states.tsx";
import { text } from "~/text/index.ts";
import { FlowSection } from "../integrations/flow-section.tsx";
import type { IntegrationTabProps } from "../integrations/use-integration-draft.tsx";
import { CacheSection } from "./cache-section.tsx";
import { CallsCard } from "./calls-card.tsx";
import { HeadersCard } from "./headers-card.tsx";
import { LimitsSections } from "./limits-sections.tsx";
import { PathCard } from "./path-card.tsx";
import { QueryCard } from "./query-card.tsx";
import { TryCallCard } from "./try-call-card.tsx";
import { createProxyForm, PROXY_START } from "./use-proxy-form.ts";

const BodyCard = lazy(() => import("./body-card.tsx"));

/** How callers reach the target through `/proxy/{id}/…`, with the integration's credential and without seeing it. */
export default function ProxyTab(props: IntegrationTabProps) {
  const words = text.proxy;
  const { draft } = props;
  const form = createProxyForm(draft);
  const isOn = () => draft.value().proxy !== null;
  // Switched off by mistake, it comes back as it was.
  let last = draft.value().proxy;
  const toggle = (on: boolean) => {
    if (!on) last = draft.value().proxy;
    draft.set({ proxy: on ? (last ?? PROXY_START) : null });
  };
  return (
    <div class="flex min-w-0 flex-col gap-4">
      <FlowSection
        form={form}
        title={words.title}
        hint={words.hint}
        on={isOn()}
        onToggle={toggle}
        pointer=""
      />
      <Show when={isOn()}>
        <TryCallCard form={form} />
        <div class="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
          <div class="flex min-w-0 flex-col gap-4">
            <CallsCard form={form} />
            <PathCard form={form} />
            <LimitsSections form={form} />
          </div>
          <div class="flex min-w-0 flex-col gap-4">
            <QueryCard form={form} />
            <HeadersCard form={form} />
            <CacheSection form={form} />
          </div>
        </div>
        <Suspense fallback={<LoadingRows />}>
          <BodyCard form={form} side="request" />
          <BodyCard form={form} side="response" />
        </Suspense>
      </Show>
    </div>
  );
}
