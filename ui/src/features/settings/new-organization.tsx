import { useNavigate } from "@solidjs/router";
import { createEffect, createSignal, on } from "solid-js";
import { answer, api, organizationId } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { TextInput } from "~/components/field.tsx";
import { ProblemNote } from "~/components/problem-note.tsx";
import { Select } from "~/components/select.tsx";
import { toast } from "~/components/toast.tsx";
import { missingFault, numberFault } from "~/features/connect/field-faults.ts";
import { useChecks } from "~/features/connect/use-checks.ts";
import { useAction } from "~/primitives/action.ts";
import { useOrganization } from "~/shell/use-organization.ts";
import { text } from "~/text/index.ts";
import type { Branch } from "./family-tree.ts";
import { MOST_DAYS, MOST_SHARDS } from "./general-form.ts";
import { actingIn, type Organization, useTreeChanged } from "./settings-queries.ts";

type OrganizationPatch = components["schemas"]["OrganizationPatch"];
/** The document's own word for it: what it extends is closed, so that no object fits it as it is written. */
type OrganizationCreate = components["schemas"]["OrganizationCreate"];

const words = text.settings.below;

interface NewOrganizationProps {
  /** Below which; null: closed. */
  readonly parentId: string | null;
  readonly tree: readonly Branch<Organization>[];
  readonly onClose: () => void;
}

export function NewOrganization(props: NewOrganizationProps) {
  const navigate = useNavigate();
  const organization = useOrganization();
  const changed = useTreeChanged();
  const [name, setName] = createSignal("");
  const [parentId, setParentId] = createSignal("");
  const [mode, setMode] = createSignal<"above" | "strict">("above");
  const [days, setDays] = createSignal("");
  const [shards, setShards] = createSignal("1");
  const wish = (): OrganizationPatch => ({
    name: name(),
    ...(mode() === "strict" ? { catalogueMode: "strict" } : {}),
    ...(days().trim() === "" ? {} : { retentionDays: Number(days()) }),
    intakeShards: Number(shards()),
  });
  const checks = useChecks(() => ({
    name: missingFault(name()),
    retentionDays: numberFault(days(), 1, MOST_DAYS),
    intakeShards: missingFault(shards()) ?? numberFault(shards(), 1, MOST_SHARDS),
  }));
  const make = useAction(async () => {
    const made = await answer(
      api.POST("/api/v1/organization/children", {
        headers: actingIn(parentId()),
        body: wish() as OrganizationCreate,
      }),
    );
    await changed();
    props.onClose();
    const open = () => navigate(`/o/${made.id}`);
    toast({ title: words.made(made.name), action: { label: words.open, run: open } });
  });
  createEffect(
    on(
      () => props.parentId,
      (parent) => {
        make.clear();
        checks.clear();
        setName("");
        setDays("");
        setShards("1");
        setMode("above");
        setParentId(parent ?? "");
      },
    ),
  );
  const places = () => [
    { value: organizationId() ?? "", label: organization.data?.name ?? "" },
    ...props.tree.map(({ node, level }) => ({ value: node.id, label: `${"– ".repeat(level)}${node.name}` })),
  ];
  return (
    <Dialog
      open={props.parentId !== null}
      onClose={props.onClose}
      title={words.make}
      description={words.makeHint}
      footer={
        <>
          <Button onClick={props.onClose}>{text.shell.actions.cancel}</Button>
          <Button look="primary" type="submit" form="new-organization" busy={make.busy()}>
            {words.makeSubmit}
          </Button>
        </>
      }
    >
      <form
        id="new-organization"
        class="flex flex-col gap-4"
        noValidate
        onSubmit={(event) => checks.submit(event, () => void make.run())}
      >
        <TextInput
          label={words.name}
          required
          autofocus
          value={name()}
          onInput={setName}
          error={checks.faultOf("name") ?? make.fieldError("/name")}
        />
        <Select label={words.place} options={places()} value={parentId()} onChange={setParentId} />
        <Select
          label={text.settings.catalogueMode}
          options={[
            { value: "above", label: words.as },
            { value: "strict", label: text.settings.modes.strict },
          ]}
          value={mode()}
          onChange={setMode}
          error={make.fieldError("/catalogueMode")}
        />
        <TextInput
          label={text.settings.retention}
          hint={words.retentionEmpty}
          type="number"
          min={1}
          max={MOST_DAYS}
          value={days()}
          onInput={setDays}
          error={checks.faultOf("retentionDays") ?? make.fieldError("/retentionDays")}
        />
        <TextInput
          label={text.settings.shards}
          hint={text.settings.shardsHint}
          type="number"
          min={1}
          max={MOST_SHARDS}
          value={shards()}
          onInput={setShards}
          error={checks.faultOf("intakeShards") ?? make.fieldError("/intakeShards")}
        />
        <ProblemNote problem={make.problem()} />
      </form>
    </Dialog>
  );
}
