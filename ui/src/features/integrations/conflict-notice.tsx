import { Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { Moment } from "~/components/moment.tsx";
import { text } from "~/text/index.ts";
import { nameOf } from "./member-names.ts";
import type { Conflict, IntegrationDraft } from "./use-integration-draft.tsx";
import { useWhoChanged } from "./who-changed.ts";

/** Two edited at once: says who the other was and what they changed, before one of them is overwritten. */
export function ConflictNotice(props: { readonly draft: IntegrationDraft }) {
  return (
    <Show when={props.draft.conflict()}>
      {(conflict) => <Notice draft={props.draft} conflict={conflict()} />}
    </Show>
  );
}

function Notice(props: { readonly draft: IntegrationDraft; readonly conflict: Conflict }) {
  const words = text.integrations.conflict;
  const author = useWhoChanged(() => props.conflict.theirs);
  const who = () => {
    const name = author();
    // Oneself, in another window.
    return name === text.circuits.actors.you ? words.changedByYou : words.changedBy(name ?? words.somebody);
  };
  const members = () => props.conflict.members.map((member) => nameOf(member)).join(", ");
  return (
    <section
      role="alert"
      aria-label={words.title}
      class="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-warn bg-warn-soft px-4 py-3"
    >
      <div class="min-w-0 flex-1 basis-72 text-sm text-ink">
        <p class="font-semibold">
          {who()} (<Moment at={props.conflict.theirs.record.updatedAt} />)
        </p>
        <p class="mt-0.5 text-soft">
          {words.what(members())} {words.choose}
        </p>
      </div>
      <Button look="primary" onClick={() => props.draft.resolve("mine")}>
        {words.mine}
      </Button>
      <Button onClick={() => props.draft.resolve("theirs")}>{words.theirs}</Button>
    </section>
  );
}
