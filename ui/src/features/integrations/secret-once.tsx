import { KeyRound } from "lucide-solid";
import { type JSX, Show } from "solid-js";
import { CopyButton } from "~/components/copy.tsx";
import { text } from "~/text/index.ts";
import type { ShownSecret } from "./just-created.ts";

/** A signing secret, this once: with what it is for and that it does not come again. */
export function SecretOnce(props: { readonly secret: ShownSecret; readonly actions: JSX.Element }) {
  const words = text.integrations.secret;
  const value = () => props.secret.signingSecret ?? props.secret.publicKey ?? "";
  const isPublic = () => props.secret.signingSecret === null;
  return (
    <section
      aria-label={isPublic() ? words.publicTitle : words.title}
      class="flex flex-col gap-3 rounded-xl border border-accent bg-accent-soft p-4"
    >
      <div class="flex items-start gap-3">
        <KeyRound class="mt-0.5 size-5 shrink-0 text-accent-ink" aria-hidden="true" />
        <div class="min-w-0">
          <h2 class="text-sm font-semibold text-ink">{isPublic() ? words.publicTitle : words.title}</h2>
          <p class="mt-0.5 text-sm text-soft">{isPublic() ? words.publicHint : words.hint}</p>
        </div>
      </div>
      <Show when={value() !== ""}>
        <div class="flex min-w-0 items-center gap-1 rounded-md border border-line bg-surface py-1 pr-1 pl-3">
          <code class="min-w-0 flex-1 font-mono text-[13px] break-all text-ink select-all">{value()}</code>
          <CopyButton value={value()} label={words.copy} />
        </div>
      </Show>
      <div class="flex flex-wrap gap-2">{props.actions}</div>
    </section>
  );
}
