import { Show } from "solid-js";
import { Moment } from "~/components/moment.tsx";
import { absoluteTime } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import { OAUTH_KINDS } from "./credential-form.ts";
import type { Credential } from "./credential-queries.ts";

/** When the present token ends: how long that is, and the moment itself. */
export function TokenExpiry(props: { readonly credential: Credential }) {
  return (
    <Show
      when={props.credential.expiresAt}
      fallback={
        <span class="text-faint">
          {OAUTH_KINDS.has(props.credential.kind) ? text.credentials.noToken : text.credentials.noExpiry}
        </span>
      }
    >
      {(at) => (
        <span class="block min-w-0">
          <Moment at={at()} />
          <span class="block truncate text-xs text-faint">{absoluteTime(Date.parse(at()))}</span>
        </span>
      )}
    </Show>
  );
}
