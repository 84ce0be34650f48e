import { Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

/** At the foot of the window while there is something to save, whichever tab it was typed in. */
export function SaveBar(props: { readonly draft: IntegrationDraft }) {
  const words = text.integrations.draft;
  const members = () => Object.keys(props.draft.changes()).map((member) => nameOf(member));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    (event.currentTarget as HTMLElement).blur();
  };
  return (
    <Show when={props.draft.mayEdit() && props.draft.isDirty()}>
      <section
        aria-label={words.bar}
        onKeyDown={onKeyDown}
        class="sticky bottom-3 z-20 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-line-strong bg-raised px-4 py-2.5 shadow-pop"
      >
        <p class="min-w-0 flex-1 basis-56 truncate text-sm" role="status">
          <span class="font-medium text-ink">{words.unsaved}</span>{" "}
          <span class="text-soft">{props.draft.blockedBy() ?? members().join(", ")}</span>
        </p>
        <Button look="quiet" onClick={props.draft.discard}>
          {words.discard}
        </Button>
        <Button
          look="primary"
          busy={props.draft.isSaving()}
          disabled={props.draft.blockedBy() !== null}
          onClick={() => void props.draft.save()}
        >
          {words.save}
        </Button>
      </section>
    </Show>
  );
}

export function nameOf(member: string): string {
  return text.integrations.members[member as keyof typeof text.integrations.members] ?? member;
}
