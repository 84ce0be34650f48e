import { Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";
import type { RoleDraft } from "./use-role-draft.ts";

const words = text.roles.draft;

/** At the foot of the window while there is something to save. */
export function DraftBar(props: { readonly draft: RoleDraft; readonly onReview: () => void }) {
  const blockedBy = () => {
    if (props.draft.body().name === "") return text.roles.form.noName;
    return props.draft.chosen().size === 0 ? text.roles.form.nothing : null;
  };
  const what = () => {
    const { added, removed } = props.draft.difference();
    const { role } = props.draft.base();
    return [
      added.length === 0 ? null : words.added(added.length),
      removed.length === 0 ? null : words.removed(removed.length),
      props.draft.name() === role.name ? null : words.renamed,
      props.draft.description() === role.description ? null : words.described,
    ]
      .filter((part) => part !== null)
      .join(", ");
  };
  return (
    <Show when={props.draft.isDirty()}>
      <section
        aria-label={words.bar}
        class="sticky bottom-3 z-20 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-line-strong bg-raised px-4 py-2.5 shadow-pop"
      >
        <Button look="primary" disabled={blockedBy() !== null} onClick={props.onReview}>
          {words.review}
        </Button>
        <Button look="quiet" onClick={props.draft.discard}>
          {words.discard}
        </Button>
        <p role="status" class="min-w-0 flex-1 basis-40 text-sm text-soft">
          {blockedBy() ?? what()}
        </p>
      </section>
    </Show>
  );
}
