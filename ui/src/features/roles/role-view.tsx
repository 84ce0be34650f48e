import { useNavigate } from "@solidjs/router";
import { Copy, Trash2 } from "lucide-solid";
import { createSignal, type JSX, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Id } from "~/components/copy.tsx";
import { Card, Page } from "~/components/page.tsx";
import { UnsavedGuard } from "~/components/unsaved-guard.tsx";
import { Notice } from "~/features/connect/notice.tsx";
import { useCommands } from "~/shell/palette-state.ts";
import { text } from "~/text/index.ts";
import type { PermissionInfo } from "./arrange-permissions.ts";
import { DeleteRole } from "./delete-role.tsx";
import { DraftBar } from "./draft-bar.tsx";
import { HolderCard } from "./holder-card.tsx";
import { KindBadge } from "./kind-badge.tsx";
import { PermissionEditor } from "./permission-editor.tsx";
import { lackedOf } from "./permission-sets.ts";
import { ReviewDialog } from "./review-dialog.tsx";
import { RoleFields } from "./role-fields.tsx";
import { useRoles, type VersionedRole } from "./role-queries.ts";
import { useHolders } from "./use-holders.ts";
import { createRoleDraft } from "./use-role-draft.ts";

const words = text.roles;

interface RoleViewProps {
  readonly loaded: VersionedRole;
  readonly permissions: readonly PermissionInfo[];
  readonly crumb: JSX.Element;
}

export function RoleView(props: RoleViewProps) {
  const may = useMay();
  const navigate = useNavigate();
  const roles = useRoles();
  const holdersOf = useHolders();
  const draft = createRoleDraft(
    () => props.loaded,
    () => props.permissions,
  );
  const [isReviewing, setReviewing] = createSignal(false);
  const [isDeleting, setDeleting] = createSignal(false);
  const role = () => draft.base().role;
  const holders = () => holdersOf(role().id);
  /** Why it cannot be changed here; null when it can. */
  const readOnly = () => {
    if (role().kind === "built_in") return words.readOnly.built_in;
    if (role().inherited) return words.readOnly.inherited;
    if (!may("roles:update")) return words.readOnly.notAllowed;
    const missing = lackedOf(role().permissions, props.permissions);
    return missing.length === 0 ? null : words.readOnly.notHeld(missing.join(", "));
  };
  const mayDelete = () => role().kind === "custom" && !role().inherited && may("roles:delete");
  const copy = () => navigate(`/o/${organizationId()}/roles/new?from=${encodeURIComponent(role().id)}`);
  useCommands(() => (may("roles:create") ? [{ id: "copy-role", label: words.actions.copy, run: copy }] : []));
  return (
    <Page
      title={role().name}
      description={
        <span class="flex flex-wrap items-center gap-x-3 gap-y-1">
          <KindBadge role={role()} />
          <Id value={role().id} />
          <span>{role().description}</span>
        </span>
      }
      crumb={props.crumb}
      actions={
        <>
          <Show when={may("roles:create")}>
            <Button onClick={copy}>
              <Copy class="size-3.5" aria-hidden="true" />
              {words.actions.copy}
            </Button>
          </Show>
          <Show when={mayDelete()}>
            <Button onClick={() => setDeleting(true)}>
              <Trash2 class="size-3.5" aria-hidden="true" />
              {words.actions.remove}
            </Button>
          </Show>
        </>
      }
    >
      <Show when={readOnly()}>{(why) => <Notice tone="info">{why()}</Notice>}</Show>
      <Show when={draft.theirs()}>
        <Notice
          tone="warn"
          title={words.conflict.title}
          action={
            <span class="flex gap-2">
              <Button onClick={() => draft.resolve("mine")}>{words.conflict.mine}</Button>
              <Button onClick={() => draft.resolve("theirs")}>{words.conflict.theirs}</Button>
            </span>
          }
        >
          {words.conflict.text}
        </Notice>
      </Show>
      <div class="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <Card title={words.matrix.title} flush>
          <PermissionEditor
            label={words.matrix.label(role().name)}
            all={props.permissions}
            chosen={draft.chosen()}
            onChange={draft.setChosen}
            readOnly={readOnly() !== null}
            difference={draft.difference()}
            comparables={(roles.data ?? []).filter(({ id }) => id !== role().id)}
            forPeople
          />
        </Card>
        <div class="flex min-w-0 flex-col gap-5">
          <Show when={readOnly() === null}>
            <Card title={words.facts.title}>
              <RoleFields
                name={draft.name()}
                onName={draft.setName}
                description={draft.description()}
                onDescription={draft.setDescription}
              />
            </Card>
          </Show>
          <HolderCard roleId={role().id} holders={holders()} />
        </div>
      </div>
      <Show when={readOnly() === null}>
        <DraftBar draft={draft} onReview={() => setReviewing(true)} />
      </Show>
      <ReviewDialog
        draft={draft}
        holders={holders()}
        open={isReviewing()}
        onClose={() => setReviewing(false)}
      />
      <UnsavedGuard draft={draft} />
      <DeleteRole
        role={isDeleting() ? role() : null}
        holders={holders()}
        onClose={() => setDeleting(false)}
        onDeleted={() => {
          draft.discard();
          navigate(`/o/${organizationId()}/roles`);
        }}
      />
    </Page>
  );
}
