import { Show } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { CopyButton } from "~/components/copy.tsx";
import { text } from "~/text/index.ts";

const words = text.credentials.connect;

/** What has to be registered at the provider, to be copied. */
export function RedirectUri(props: { readonly uri: string; readonly hint: string }) {
  return (
    <div>
      <p class="text-[13px] font-medium text-soft">{words.redirect}</p>
      <div class="mt-1 flex items-center gap-2 rounded-md border border-line bg-sunken px-3 py-1.5">
        <code class="min-w-0 flex-1 font-mono text-xs break-all text-ink">{props.uri}</code>
        <CopyButton value={props.uri} label={words.copyRedirect} />
      </div>
      <p class="mt-1 text-xs text-faint">{props.hint}</p>
    </div>
  );
}

/** For a form: providers give a client id only to whoever has registered this. */
export function RedirectUriToRegister() {
  const query = useQuery(() => ({
    queryKey: inOrganization("redirect-uri"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/credentials/redirect-uri", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  }));
  return (
    <Show when={query.data}>
      {(known) => <RedirectUri uri={known().redirectUri} hint={words.redirectFirst} />}
    </Show>
  );
}
