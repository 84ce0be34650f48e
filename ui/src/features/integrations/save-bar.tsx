import { Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { focusView } from "~/primitives/focus-view.ts";
import { text } from "~/text/index.ts";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

/** At the foot of the window while there is something to save, whichever tab it was typed in. */
export function SaveBar(props: { readonly draft: IntegrationDraft }) {
  const words = text.integrations.draft;
  const what = () => {
    const [refused] = props.draft.errors();
    if (refused !== undefined) return `${refused.pointer ?? ""} ${refused.message}`;
    return props.draft.blockedBy() ?? Object.keys(props.draft.changes()).map(nameOf).join(", ");
  };
  // With nothing left to save the bar goes, and the button that had the focus with it.
  const discard = () => {
    props.draft.discard();
    focusView();
  };
  const isRefused = () => props.draft.errors().length > 0;
  return (
    <Show when={props.draft.mayEdit() && props.draft.isDirty()}>
      <section
        aria-label={words.bar}
        // The buttons on the left: toasts come at the right.
        class="sticky bottom-3 z-20 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-line-strong bg-raised px-4 py-2.5 shadow-pop"
      >
        <Button
          look="primary"
          busy={props.draft.isSaving()}
          disabled={props.draft.blockedBy() !== null}
          onClick={() => void props.draft.save().then((saved) => saved && focusView())}
        >
          {words.save}
        </Button>
        <Button look="quiet" onClick={discard}>
          {words.discard}
        </Button>
        <p class="min-w-0 flex-1 basis-56 truncate text-sm" role="status">
          <span class={`font-medium ${isRefused() ? "text-bad" : "text-ink"}`}>
            {isRefused() ? words.refused : words.unsaved}
          </span>{" "}
          <span class="text-soft" title={what()}>
            {what()}
          </span>
        </p>
      </section>
    </Show>
  );
}

export function nameOf(member: string): string {
  return text.integrations.members[member as keyof typeof text.integrations.members] ?? member;
}
