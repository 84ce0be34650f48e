import { Show } from "solid-js";
import { Switch } from "~/components/toggle.tsx";
import { text } from "~/text/index.ts";
import { DurationInput } from "../integrations/duration-input.tsx";
import { FlowSection } from "../integrations/flow-section.tsx";
import { AllOrThese } from "./all-or-these.tsx";
import type { ProxyDraft, ProxyForm } from "./use-proxy-form.ts";

type Cache = NonNullable<ProxyDraft["cache"]>;

const START: Cache = {
  ttlSeconds: 60,
  query: null,
  headers: null,
  overrideUpstream: false,
  staleIfErrorSeconds: 0,
};

/** Answers that are kept, and what tells them apart. */
export function CacheSection(props: { readonly form: ProxyForm }) {
  const words = text.proxy.cache;
  const { proxy, set } = props.form;
  return (
    <FlowSection
      form={props.form}
      title={words.title}
      hint={words.hint}
      on={proxy().cache !== null}
      onToggle={(on) => set({ cache: on ? START : null })}
      pointer="/cache"
    >
      <Show when={proxy().cache}>{(cache) => <CacheFields form={props.form} cache={cache()} />}</Show>
    </FlowSection>
  );
}

function CacheFields(props: { readonly form: ProxyForm; readonly cache: Cache }) {
  const words = text.proxy.cache;
  const { set, errorAt, errorsUnder, off } = props.form;
  const change = (part: Partial<Cache>) => set({ cache: { ...props.cache, ...part } });
  return (
    <div class="flex flex-col gap-4">
      <div class="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <DurationInput
          label={words.ttl}
          hint={words.ttlHint}
          value={props.cache.ttlSeconds * 1_000}
          onChange={(ms) => change({ ttlSeconds: Math.round(ms / 1_000) })}
          error={errorAt("/cache/ttlSeconds")}
          disabled={off()}
        />
        <DurationInput
          label={words.stale}
          hint={words.staleHint}
          value={props.cache.staleIfErrorSeconds * 1_000}
          onChange={(ms) => change({ staleIfErrorSeconds: Math.round(ms / 1_000) })}
          error={errorAt("/cache/staleIfErrorSeconds")}
          disabled={off()}
        />
      </div>
      <AllOrThese
        label={words.query}
        hint={words.queryHint}
        values={props.cache.query}
        onChange={(query) => change({ query })}
        errors={errorsUnder("/cache/query")}
        disabled={off()}
      />
      <AllOrThese
        label={words.headers}
        hint={words.headersHint}
        values={props.cache.headers}
        onChange={(headers) => change({ headers })}
        errors={errorsUnder("/cache/headers")}
        disabled={off()}
      />
      <Switch
        label={words.override}
        hint={words.overrideHint}
        checked={props.cache.overrideUpstream}
        onChange={(overrideUpstream) => change({ overrideUpstream })}
        disabled={off()}
      />
    </div>
  );
}
