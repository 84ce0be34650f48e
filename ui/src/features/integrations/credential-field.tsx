import { A } from "@solidjs/router";
import { createMemo, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { Select } from "~/components/select.tsx";
import { text } from "~/text/index.ts";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

const NONE = "none";

/** The credential that requests are sent with, chosen among those that the organization keeps. */
export function CredentialField(props: { readonly draft: IntegrationDraft }) {
  const words = text.integrations.target;
  const may = useMay();
  const list = useQuery(() => ({
    queryKey: inOrganization("credentials", "choice"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/credentials", { params: { query: { limit: 200 } }, signal })),
    enabled: may("credentials:read"),
  }));
  const chosen = createMemo(() => props.draft.value().credentialId);
  const options = createMemo(() => {
    const known = list.data?.items ?? [];
    const id = chosen();
    const unknown = id !== null && !known.some((credential) => credential.id === id);
    return [
      { value: NONE, label: words.noCredential },
      ...known.map(({ id: value, name, kind, status }) => ({
        value,
        label: name,
        hint: status === "ready" ? kind : `${kind}, ${status}`,
      })),
      ...(unknown ? [{ value: id, label: id }] : []),
    ];
  });
  return (
    <div class="flex flex-col gap-1">
      <Select
        label={words.credential}
        hint={words.credentialHint}
        value={chosen() ?? NONE}
        options={options()}
        disabled={!props.draft.mayEdit()}
        error={props.draft.errorAt("/credentialId")}
        onChange={(id) => props.draft.set({ credentialId: id === NONE ? null : id })}
      />
      <Show when={may("credentials:read") && chosen()}>
        {(id) => (
          <A
            href={`/o/${organizationId()}/credentials/${id()}`}
            class="self-start text-xs text-accent-ink hover:underline"
          >
            {words.openCredential}
          </A>
        )}
      </Show>
    </div>
  );
}
