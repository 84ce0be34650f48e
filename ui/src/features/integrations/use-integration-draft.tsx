import { useQueryClient } from "@tanstack/solid-query";
import { type Accessor, batch, createEffect, createMemo, createSignal, on } from "solid-js";
import { useMay } from "~/api/account.ts";
import { inOrganization } from "~/api/client.ts";
import { ApiProblem, type ProblemDocument } from "~/api/problem.ts";
import { toast, toastProblem } from "~/components/toast.tsx";
import { focusFirstWrong } from "~/primitives/focus-wrong.ts";
import { text } from "~/text/index.ts";
import { overlapOf } from "./conflict.ts";
import {
  differingMembers,
  type Integration,
  type IntegrationChanges,
  type Member,
  withChanges,
} from "./draft-changes.ts";
import { takeKept } from "./kept-changes.ts";
import { changeIntegration, integrationKey, readIntegration, type Versioned } from "./read-integration.ts";
import { useUndoSave } from "./undo-save.ts";

type FieldErrors = ProblemDocument["errors"];

/** Somebody else changed it while this page had changes of its own. */
export interface Conflict {
  readonly theirs: Versioned;
  readonly members: readonly Member[];
}

/**
 * THE CONTRACT OF A TAB. Every tab of an integration's page gets `{ draft: IntegrationDraft }` and nothing else. One draft is
 * shared by all tabs, so that one bar saves, and one guard asks before the page is left.
 *
 * - Show `draft.value()`: what is stored, with the changes that are not saved yet laid over it.
 * - Change with `draft.set({ transform: {…} })`. Members are replaced whole; one that is again as it is stored is no change.
 * - `draft.mayEdit()` false: show everything, read-only.
 * - After a refused save `draft.errorAt("/transform/source")` is the message for exactly that place, `draft.errorsUnder(
 *   "/transform")` are all below it. They go when that member is changed.
 * - Something that is not yet a value (JSON that does not parse): `draft.block("transform", "The mapping is not JSON")`; saving
 *   says so instead. `draft.block("transform", null)` when it is well again; call it from onCleanup too.
 * - The bar at the foot of the page saves. A tab that wants a button of its own calls `draft.save()`.
 * - What shows dry runs uses `draft.value()`, not `draft.record()`: people try before they save.
 */
export interface IntegrationDraft {
  readonly id: string;
  /** As it is stored. */
  readonly record: Accessor<Integration>;
  /** As it would be after saving. */
  readonly value: Accessor<Integration>;
  readonly changes: Accessor<IntegrationChanges>;
  readonly set: (changes: IntegrationChanges) => void;
  /** Of the members named, or of any. */
  readonly isDirty: (...members: readonly Member[]) => boolean;
  readonly mayEdit: Accessor<boolean>;
  readonly errorAt: (pointer: string) => string | undefined;
  readonly errorsUnder: (
    pointer: string,
  ) => readonly { readonly pointer: string; readonly message: string }[];
  /** Everything that was refused, wherever its field is. */
  readonly errors: Accessor<FieldErrors>;
  readonly block: (what: string, why: string | null) => void;
  readonly blockedBy: Accessor<string | null>;
  /** The member that it is part of. */
  readonly blockedMember: Accessor<string | null>;
  /** True when it was saved. What was refused is shown at its fields, or in a toast. */
  readonly save: () => Promise<boolean>;
  /** Saves single members at once, beside what is being edited: switches. @throws ApiProblem */
  readonly saveNow: (changes: IntegrationChanges) => Promise<void>;
  readonly discard: () => void;
  /** What was thrown away, back. */
  readonly restore: (changes: IntegrationChanges) => void;
  /** Grows when everything was thrown away: a tab with text of its own takes it from `value()` again. */
  readonly revision: Accessor<number>;
  readonly isSaving: Accessor<boolean>;
  readonly conflict: Accessor<Conflict | null>;
  /** `mine`: keep what was changed here and lay it over theirs. `theirs`: let it go. */
  readonly resolve: (keep: "mine" | "theirs") => void;
}

export interface IntegrationTabProps {
  readonly draft: IntegrationDraft;
}

/** `loaded` is what the page's query last read; a new reading moves the ground only while nothing is being edited. */
export function createIntegrationDraft(loaded: Accessor<Versioned>): IntegrationDraft {
  const client = useQueryClient();
  const may = useMay();
  const undoSave = useUndoSave();
  const { id } = loaded().record;
  const [base, setBase] = createSignal(loaded());
  const [changes, setChanges] = createSignal<IntegrationChanges>(
    withChanges(loaded().record, {}, takeKept(id)),
  );
  const [errors, setErrors] = createSignal<FieldErrors>([]);
  const [blocks, setBlocks] = createSignal<Readonly<Record<string, string>>>({});
  const [isSaving, setSaving] = createSignal(false);
  const [theirs, setTheirs] = createSignal<Versioned | null>(null);
  const [revision, setRevision] = createSignal(0);

  const record = () => base().record;
  const value = createMemo(() => ({ ...record(), ...changes() }) as Integration);
  const isDirty = (...members: readonly Member[]) => {
    const changed = Object.keys(changes());
    if (members.length === 0) return changed.length > 0 || Object.keys(blocks()).length > 0;
    // "proxy/transformRequest/mapping" holds up `proxy`.
    const blocked = Object.keys(blocks()).map((what) => what.split("/")[0]);
    return members.some((member) => changed.includes(member) || blocked.includes(member));
  };
  const blockedBy = () => Object.values(blocks())[0] ?? null;
  const touched = () => [
    ...Object.keys(changes()),
    ...Object.keys(blocks()).map((what) => what.split("/")[0] ?? ""),
  ];
  /** Moves onto what somebody else saved, under what is being changed here. */
  const moveUnder = (read: Versioned) =>
    batch(() => {
      setBase(read);
      setChanges((kept) => withChanges(read.record, kept, {}));
    });

  createEffect(
    on(
      loaded,
      (read) => {
        if (read.etag === base().etag) return;
        // While it is being saved the new version may be our own: the answer tells.
        if (isSaving()) return;
        if (!isDirty() || overlapOf(record(), read.record, touched()).length === 0) moveUnder(read);
        else setTheirs(read);
      },
      { defer: true },
    ),
  );

  const moveTo = (saved: Versioned, kept: IntegrationChanges) => {
    // At once: without its changes, and not yet as it was saved, an editor that was just begun would be gone for a moment.
    batch(() => {
      setBase(saved);
      setChanges(withChanges(saved.record, kept, {}));
      setTheirs(null);
    });
    client.setQueryData(integrationKey(id), saved);
    void client.invalidateQueries({ queryKey: inOrganization("integrations") });
    void client.invalidateQueries({ queryKey: inOrganization("integration-health") });
  };

  const refused = (error: unknown) => {
    // What stands at its field needs no toast, which would lie over the bar that saves.
    if (error instanceof ApiProblem && error.problem.errors.length > 0) {
      setErrors(error.problem.errors);
      focusFirstWrong();
    } else toastProblem(error);
  };

  const discard = () => {
    setChanges({});
    setErrors([]);
    setBlocks({});
    setRevision((last) => last + 1);
  };

  /** Somebody else saved first: what they did not touch is saved onto theirs. Null when it is for a person to decide. */
  const send = async (sent: IntegrationChanges, isSwitch = false): Promise<Versioned | null> => {
    setSaving(true);
    setErrors([]);
    try {
      return await changeIntegration(id, sent, base().etag);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.problem.status !== 412) throw error;
      const read = await readIntegration(id);
      if (!isSwitch && overlapOf(record(), read.record, Object.keys(sent)).length > 0) {
        setTheirs(read);
        return null;
      }
      return await changeIntegration(id, sent, read.etag);
    } finally {
      setSaving(false);
    }
  };

  const save = async () => {
    const blocked = blockedBy();
    if (blocked !== null) {
      toast({ title: text.integrations.draft.blocked, detail: blocked, bad: true });
      return false;
    }
    if (!isDirty()) return true;
    const sent = changes();
    const before = record();
    const saved = await send(sent).catch(refused);
    if (saved == null) return false;
    // What was typed while it was under way stays a change.
    const typed = Object.entries(changes()).filter(([member, now]) => now !== sent[member as Member]);
    moveTo(saved, Object.fromEntries(typed));
    undoSave(before, sent, saved);
    return true;
  };

  return {
    id,
    record,
    value,
    changes,
    isDirty,
    isSaving,
    blockedBy,
    blockedMember: () => Object.keys(blocks())[0]?.split("/")[0] ?? null,
    errors,
    save,
    mayEdit: () => may("integrations:update"),
    set: (added) => {
      setChanges((kept) => withChanges(record(), kept, added));
      const touched = Object.keys(added);
      setErrors((kept) => kept.filter(({ pointer }) => !touched.includes(memberOf(pointer))));
    },
    errorAt: (pointer) => errors().find((error) => error.pointer === pointer)?.message,
    errorsUnder: (pointer) =>
      errors().filter((error) => error.pointer === pointer || error.pointer?.startsWith(`${pointer}/`)),
    block: (what, why) =>
      setBlocks(({ [what]: _, ...others }) => (why === null ? others : { ...others, [what]: why })),
    saveNow: async (single) => {
      const saved = await send(single, true);
      if (saved === null) return;
      const others = Object.entries(changes()).filter(([member]) => !(member in single));
      const overlap = overlapOf(
        record(),
        saved.record,
        others.map(([member]) => member),
      );
      if (overlap.length > 0) setTheirs(saved);
      else moveTo(saved, Object.fromEntries(others));
    },
    discard,
    restore: (kept) => {
      setChanges(withChanges(record(), {}, kept));
      setRevision((last) => last + 1);
    },
    revision,
    conflict: createMemo(() => {
      const other = theirs();
      return other === null ? null : { theirs: other, members: differingMembers(record(), other.record) };
    }),
    resolve: (keep) => {
      const other = theirs();
      if (other === null) return;
      moveTo(other, changes());
      if (keep === "theirs") discard();
    },
  };
}

function memberOf(pointer: string | undefined): string {
  return pointer?.split("/")[1] ?? "";
}
