import { useQueryClient } from "@tanstack/solid-query";
import { Show } from "solid-js";
import { Confirm } from "~/components/dialog.tsx";
import { Moment } from "~/components/moment.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { type ApiKey, keysKey, revokeApiKey } from "./api-key-queries.ts";

const words = text.apiKeys;

interface RevokeKeyProps {
  /** Null: closed. */
  readonly apiKey: ApiKey | null;
  readonly onClose: () => void;
}

/** Cannot be undone, so it says when something last used the key: that is what will break. */
export function RevokeKey(props: RevokeKeyProps) {
  const queries = useQueryClient();
  const revoke = useAction(async ({ id, name }: ApiKey) => {
    await revokeApiKey(id);
    toast({ title: words.revokedToast(name) });
    props.onClose();
    void queries.invalidateQueries({ queryKey: keysKey() });
  });
  return (
    <Confirm
      open={props.apiKey !== null}
      onClose={() => {
        revoke.clear();
        props.onClose();
      }}
      onConfirm={() => props.apiKey !== null && void revoke.run(props.apiKey)}
      busy={revoke.busy()}
      title={words.revokeTitle(props.apiKey?.name ?? "")}
      description={words.revokeHint}
      confirm={words.revoke}
      danger
    >
      <div class="flex flex-col gap-3 text-sm text-ink">
        <p>
          <Show when={props.apiKey?.lastUsedAt} fallback={words.revokeUnused}>
            {(at) => (
              <>
                {words.revokeUsed} <Moment at={at()} />.
              </>
            )}
          </Show>
        </p>
        <ProblemNote problem={revoke.problem()} />
      </div>
    </Confirm>
  );
}
