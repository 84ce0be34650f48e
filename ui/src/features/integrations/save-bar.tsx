import { useNavigate } from "@solidjs/router";
import { onCleanup, Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { toast } from "~/components/toast.tsx";
import { focusView } from "~/primitives/focus-view.ts";
import { focusFirstWrong } from "~/primitives/focus-wrong.ts";
import { text } from "~/text/index.ts";
import { inUnits } from "./duration-words.ts";
import { keepChanges } from "./kept-changes.ts";
import { nameOf } from "./member-names.ts";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

interface SaveBarProps {
  readonly draft: IntegrationDraft;
  /** Opens the tab where a member is edited. */
  readonly onShow: (member: string) => void;
}

/** At the foot of the window while there is something to save, whichever tab it was typed in. */
export function SaveBar(props: SaveBarProps) {
  const words = text.integrations.draft;
  const isRefused = () => props.draft.errors().length > 0;
  const isHeldUp = () => isRefused() || props.draft.blockedBy() !== null;
  const what = () => {
    const [first, ...more] = props.draft.errors();
    if (first === undefined)
      return props.draft.blockedBy() ?? Object.keys(props.draft.changes()).map(nameOf).join(", ");
    return words.refusedAt(nameOf(memberOf(first.pointer)), inUnits(first.message), more.length);
  };
  const wrongMember = () =>
    isRefused() ? memberOf(props.draft.errors()[0]?.pointer) : props.draft.blockedMember();
  const show = () => {
    props.onShow(wrongMember() ?? "");
    focusFirstWrong();
  };
  const save = async () => {
    if (await props.draft.save()) focusView();
    else if (isRefused()) focusFirstWrong();
  };
  const discard = useDiscard(props);
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
          onClick={() => void save()}
        >
          {words.save}
        </Button>
        <Button look="quiet" onClick={discard}>
          {words.discard}
        </Button>
        <p class="min-w-0 flex-1 basis-56 text-sm" role="status">
          <span class={`font-medium ${isHeldUp() ? "text-bad" : "text-ink"}`}>
            {isRefused() ? words.refused : isHeldUp() ? words.heldUp : words.unsaved}
          </span>{" "}
          <span class="text-soft">{what()}</span>
        </p>
        <Show when={isHeldUp()}>
          <Button look="quiet" size="small" onClick={show}>
            {words.show}
          </Button>
        </Show>
      </section>
    </Show>
  );
}

/** Thrown away at once, and back at once: also after the page was left. */
function useDiscard(props: SaveBarProps): () => void {
  const navigate = useNavigate();
  const { id } = props.draft;
  let isGone = false;
  onCleanup(() => {
    isGone = true;
  });
  return () => {
    const kept = props.draft.changes();
    const home = `/o/${organizationId()}/integrations/${id}${location.search}`;
    const undo = () => {
      if (!isGone) return props.draft.restore(kept);
      keepChanges(id, kept);
      navigate(home);
    };
    props.draft.discard();
    // With nothing left to save the bar goes, and the button that had the focus with it.
    focusView();
    const action = { label: text.shell.actions.undo, run: undo };
    toast({
      title: text.integrations.draft.discarded,
      detail: Object.keys(kept).map(nameOf).join(", ") || undefined,
      action: Object.keys(kept).length === 0 ? undefined : action,
    });
  };
}

function memberOf(pointer: string | undefined): string {
  return pointer?.split("/")[1] ?? "";
}
