import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { text } from "~/text/index.ts";
import { OnceValue } from "./once-value.tsx";
import { RotateAddress } from "./rotate-address.tsx";
import { shownOnce } from "./shown-once.ts";
import type { Source } from "./source-queries.ts";

const words = text.sources.setup;

/** The address, as long as it can be shown; else how to get another one. */
export function AddressStep(props: { readonly source: Source }) {
  const may = useMay();
  const shown = () => shownOnce(props.source.id);
  return (
    <Show
      when={shown()?.url}
      fallback={
        <div class="flex flex-wrap items-center gap-3">
          <p class="min-w-0 flex-1 text-sm text-soft">
            {words.addressGone(props.source.addresses[0]?.hint ?? "")}
          </p>
          <Show when={may("sources:manage")}>
            <RotateAddress source={props.source} />
          </Show>
        </div>
      }
    >
      {(url) => (
        <div class="flex flex-col gap-3">
          <OnceValue value={url()} copy={words.copyAddress} hint={words.addressHint} />
          <For each={shown()?.madeSecrets ?? []}>
            {({ label, value }) => (
              <OnceValue
                title={`${words.made}: ${label}`}
                value={value}
                copy={words.copySecret}
                hint={words.madeHint}
              />
            )}
          </For>
        </div>
      )}
    </Show>
  );
}
