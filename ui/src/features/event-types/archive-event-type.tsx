import { answer, api } from "~/api/client.ts";
import { Confirm } from "~/components/dialog.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { type EventType, useCatalogueChanged } from "./event-type-queries.ts";
import { typeBody, typeDraft } from "./type-draft.ts";

const words = text.eventTypes;

interface ArchiveProps {
  readonly type: EventType;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onArchived: () => void;
}

/** Out of the catalogue. It comes back as it was, so the undo is to make it again. */
export function ArchiveEventType(props: ArchiveProps) {
  const changed = useCatalogueChanged();
  const restore = useRestore();
  const archive = useAction(async () => {
    const { type } = props;
    await answer(api.DELETE("/api/v1/event-types/{name}", { params: { path: { name: type.name } } }));
    toast({
      title: words.archive.done(type.name),
      action: { label: text.shell.actions.undo, run: () => void restore(type).catch(toastProblem) },
    });
    props.onArchived();
    void changed();
  });
  return (
    <Confirm
      open={props.open}
      onClose={() => {
        archive.clear();
        props.onClose();
      }}
      onConfirm={() => void archive.run()}
      busy={archive.busy()}
      title={words.archive.title}
      description={words.archive.text(props.type.name)}
      confirm={words.archive.action}
      danger
    >
      <ProblemNote problem={archive.problem()} />
    </Confirm>
  );
}

/** Puts a type into the catalogue as one's own: an archived one that comes back, a template that is taken over. */
export function useRestore(): (type: EventType) => Promise<void> {
  const changed = useCatalogueChanged();
  return async (type) => {
    const body = typeBody(typeDraft(type), type.name);
    await answer(
      api.POST("/api/v1/event-types", {
        body: { name: type.name },
        bodySerializer: () => body ?? "",
      }),
    );
    await changed();
    toast({
      title: type.archived ? words.definition.restored(type.name) : words.definition.madeOwn(type.name),
    });
  };
}
