import { createSignal } from "solid-js";
import { answer, api } from "~/api/client.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { TextInput } from "~/components/field.tsx";
import { Once } from "~/components/once.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Select } from "~/components/select.tsx";
import { useAction } from "~/primitives/action.ts";
import { text } from "~/text/index.ts";
import { RoleSelect } from "./role-select.tsx";

const words = text.members;
const DAYS = ["1", "7", "14", "30"] as const;

interface InviteProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onInvited: () => void;
}

/** Whom, as what, and then the link to hand over: it is shown once. */
export function InviteDialog(props: InviteProps) {
  const [email, setEmail] = createSignal("");
  const [roleId, setRoleId] = createSignal("developer");
  const [days, setDays] = createSignal<(typeof DAYS)[number]>("7");
  const [link, setLink] = createSignal<string | null>(null);
  const invite = useAction(async () => {
    const body = { email: email(), roleId: roleId(), expiresInDays: Number(days()) };
    const { token } = await answer(api.POST("/api/v1/invitations", { body }));
    setLink(`${location.origin}/accept?token=${encodeURIComponent(token)}`);
    props.onInvited();
    props.onClose();
  });
  const closeLink = () => {
    setLink(null);
    setEmail("");
  };
  return (
    <>
      <Dialog
        open={props.open}
        onClose={() => {
          invite.clear();
          props.onClose();
        }}
        title={words.invite}
        description={words.inviteHint}
        footer={
          <>
            <Button onClick={props.onClose}>{text.shell.actions.cancel}</Button>
            <Button look="primary" type="submit" form="invite" busy={invite.busy()}>
              {words.inviteSubmit}
            </Button>
          </>
        }
      >
        <form
          id="invite"
          class="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void invite.run();
          }}
        >
          <TextInput
            label={words.email}
            type="email"
            required
            autofocus
            value={email()}
            onInput={setEmail}
            error={invite.fieldError("/email")}
          />
          <RoleSelect value={roleId()} onChange={setRoleId} error={invite.fieldError("/roleId")} />
          <Select
            label={words.expires}
            options={DAYS.map((value) => ({ value, label: words.days(Number(value)) }))}
            value={days()}
            onChange={setDays}
          />
          <ProblemNote problem={invite.problem()} />
        </form>
      </Dialog>
      <Once
        title={words.linkTitle}
        explanation={words.linkHint(email())}
        value={link()}
        onClose={closeLink}
      />
    </>
  );
}
