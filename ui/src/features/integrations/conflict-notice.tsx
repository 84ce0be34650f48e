import { Show } from "solid-js";
import { text } from "~/text/index.ts";
import { ChangedByOther } from "../connect/changed-by-other.tsx";
import { nameOf } from "./member-names.ts";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

export function ConflictNotice(props: { readonly draft: IntegrationDraft }) {
  return (
    <Show when={props.draft.conflict()}>
      {(conflict) => (
        <ChangedByOther
          words={text.integrations.conflict}
          version={{
            kind: "integration",
            id: conflict().theirs.record.id,
            updatedAt: conflict().theirs.record.updatedAt,
          }}
          members={conflict().members.map((member) => nameOf(member))}
          onResolve={props.draft.resolve}
        />
      )}
    </Show>
  );
}
