import { createEffect, createSignal, on } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { TextInput } from "~/components/field.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Select } from "~/components/select.tsx";
import { emailFault } from "~/features/connect/field-faults.ts";
import { useChecks } from "~/features/connect/use-checks.ts";
import { useRoles } from "~/features/roles/role-queries.ts";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { firstRole } from "./givable-roles.ts";
import { RoleSelect } from "./role-select.tsx";
import { type InvitationLink, useInvite } from "./use-invite.ts";

const words = text.members;
const DAYS = ["1", "7", "14", "30"] as const;

interface InviteProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onInvited: (link: InvitationLink) => void;
}

/** Whom, and as what. The link is shown by whoever opened this. */
export function InviteDialog(props: InviteProps) {
  const may = useMay();
  const roles = useRoles();
  const sendInvite = useInvite();
  const [email, setEmail] = createSignal("");
  const [roleId, setRoleId] = createSignal("");
  const [days, setDays] = createSignal<(typeof DAYS)[number]>("7");
  createEffect(
    on(
      () => props.open,
      (open) => {
        if (!open) return;
        setEmail("");
        setRoleId("");
      },
    ),
  );
  const chosenRole = () => roleId() || firstRole(roles.data ?? [], may);
  const invite = useAction(async () => {
    const link = await sendInvite(email(), chosenRole(), Number(days()));
    props.onClose();
    props.onInvited(link);
  });
  const checks = useChecks(() => ({ email: emailFault(email()) }));
  const close = () => {
    invite.clear();
    checks.clear();
    props.onClose();
  };
  return (
    <Dialog
      open={props.open}
      onClose={close}
      title={words.invite}
      description={words.inviteHint}
      footer={
        <>
          <Button onClick={close}>{text.shell.actions.cancel}</Button>
          <Button look="primary" type="submit" form="invite" busy={invite.busy()}>
            {words.inviteSubmit}
          </Button>
        </>
      }
    >
      <form
        id="invite"
        class="flex flex-col gap-4"
        noValidate
        onSubmit={(event) => checks.submit(event, () => void invite.run())}
      >
        <TextInput
          label={words.email}
          type="email"
          required
          autofocus
          value={email()}
          onInput={setEmail}
          error={checks.faultOf("email") ?? invite.fieldError("/email")}
        />
        <RoleSelect value={chosenRole()} onChange={setRoleId} error={invite.fieldError("/roleId")} />
        <Select
          label={words.expires}
          options={DAYS.map((value) => ({ value, label: words.days(Number(value)) }))}
          value={days()}
          onChange={setDays}
        />
        <ProblemNote problem={invite.problem()} />
      </form>
    </Dialog>
  );
}
