import { type Accessor, createEffect, createMemo, createSignal, on } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { ApiProblem } from "~/api/problem.ts";
import { changeSource, readSource, type VersionedSource } from "./read-source.ts";
import { changedFields, overlap, overlay } from "./source-conflict.ts";
import type { Connector } from "./source-queries.ts";
import { type SettingsDraft, settingsDraft, settingsPatch } from "./source-settings.ts";

/** What was being typed, and of which version. */
export interface KeptDraft {
  readonly base: VersionedSource;
  readonly draft: SettingsDraft;
}

interface SourceConflict {
  readonly theirs: VersionedSource;
  /** What is different now. */
  readonly fields: readonly string[];
}

/**
 * A source's settings on top of the version that they were begun with: what somebody else saves meanwhile moves under them,
 * and where both changed the same it is for a person to decide.
 */
export function createSourceDraft(
  loaded: Accessor<VersionedSource>,
  connector: Connector,
  kept: KeptDraft | null,
) {
  const [base, setBase] = createSignal(kept?.base ?? loaded());
  const [draft, setDraft] = createStore<SettingsDraft>(kept?.draft ?? settingsDraft(base(), connector));
  const [theirs, setTheirs] = createSignal<VersionedSource | null>(null);
  const [isSaving, setSaving] = createSignal(false);
  const patch = createMemo(() => settingsPatch(base(), connector, draft));
  const isDirty = () => Object.keys(patch()).length > 0;

  const moveTo = (next: VersionedSource, shown: SettingsDraft) => {
    setBase(next);
    setDraft(reconcile(shown));
    setTheirs(null);
  };
  const drop = (onto: VersionedSource) => moveTo(onto, settingsDraft(onto, connector));
  /** False when both changed the same. */
  const moveUnder = (next: VersionedSource): boolean => {
    const [before, now] = [settingsDraft(base(), connector), settingsDraft(next, connector)];
    if (overlap(before, draft, now).length > 0) {
      setTheirs(next);
      return false;
    }
    moveTo(next, overlay(before, draft, now));
    return true;
  };
  createEffect(
    on([loaded, isSaving], ([next, saving]) => {
      // While it is being saved the new version may be our own: the answer tells.
      if (saving || next.etag === base().etag || next.etag === theirs()?.etag) return;
      // An answer that was under way while we saved is older than what we know.
      if (next.updatedAt < base().updatedAt) return;
      moveUnder(next);
    }),
  );

  /** False when it is for a person to decide first. @throws ApiProblem */
  const save = async (): Promise<boolean> => {
    setSaving(true);
    try {
      const send = () => changeSource(base().id, patch(), base().etag);
      const saved = await send().catch(async (error: unknown) => {
        if (!(error instanceof ApiProblem) || error.problem.status !== 412) throw error;
        return moveUnder(await readSource(base().id)) ? send() : null;
      });
      if (saved === null) return false;
      drop({ ...base(), ...saved.source, etag: saved.etag });
      return true;
    } finally {
      setSaving(false);
    }
  };

  return {
    base,
    draft,
    set: (members: Partial<SettingsDraft>) => setDraft(members),
    isDirty,
    save,
    /** Null: nothing is unsaved. */
    kept: (): KeptDraft | null => (isDirty() ? { base: base(), draft: { ...draft } } : null),
    discard: () => drop(theirs() ?? base()),
    conflict: (): SourceConflict | null => {
      const other = theirs();
      if (other === null) return null;
      const fields = changedFields(settingsDraft(base(), connector), settingsDraft(other, connector));
      return { theirs: other, fields };
    },
    resolve: (keep: "mine" | "theirs") => {
      const other = theirs();
      if (other === null) return;
      const [before, now] = [settingsDraft(base(), connector), settingsDraft(other, connector)];
      moveTo(other, keep === "theirs" ? now : overlay(before, draft, now));
    },
  };
}
