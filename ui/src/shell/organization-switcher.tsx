import { useNavigate } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import { Check, ChevronsUpDown } from "lucide-solid";
import { For, Show } from "solid-js";
import { useAccount, useMay } from "~/api/account.ts";
import { answer, api, inOrganization, organizationId } from "~/api/client.ts";
import { buttonClass } from "~/components/button.tsx";
import { Menu, MenuHeading, MenuItem, MenuLine } from "~/components/menu.tsx";
import { text } from "~/text/index.ts";
import { useOrganization } from "./use-organization.ts";

/** Up, down and across the organizations that one may act in. */
export function OrganizationSwitcher() {
  const account = useAccount();
  const may = useMay();
  const navigate = useNavigate();
  const organization = useOrganization();
  const children = useQuery(() => ({
    queryKey: inOrganization("children"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/organization/children", { signal })),
    enabled: organizationId() !== null && may("children:read"),
    staleTime: 60_000,
  }));
  const own = () => (account.data?.memberships ?? []).filter(({ organizationId: id }) => id !== "*");
  const go = (id: string) => navigate(`/o/${id}`);
  return (
    <Menu
      label={`${text.shell.organization.choose}: ${organization.data?.name ?? "…"}`}
      triggerClass={`${buttonClass("quiet")} max-w-56 !justify-start !text-ink`}
      trigger={
        <>
          <span class="truncate font-semibold">{organization.data?.name ?? "…"}</span>
          <ChevronsUpDown class="size-3.5 shrink-0 text-faint" aria-hidden="true" />
        </>
      }
    >
      <Show when={organization.data?.parentId}>
        {(parentId) => (
          <>
            <MenuItem onSelect={() => go(parentId())}>{text.shell.organization.up}</MenuItem>
            <MenuLine />
          </>
        )}
      </Show>
      <MenuHeading>{text.shell.organization.yours}</MenuHeading>
      <For each={own()}>
        {(membership) => (
          <Choice
            id={membership.organizationId}
            name={membership.organizationName ?? membership.organizationId}
            onChoose={go}
          />
        )}
      </For>
      <Show when={(children.data?.items.length ?? 0) > 0}>
        <MenuLine />
        <MenuHeading>{text.shell.organization.below(organization.data?.name ?? "")}</MenuHeading>
        <For each={children.data?.items}>
          {(child) => <Choice id={child.id} name={child.name} onChoose={go} />}
        </For>
      </Show>
    </Menu>
  );
}

function Choice(props: {
  readonly id: string;
  readonly name: string;
  readonly onChoose: (id: string) => void;
}) {
  return (
    <MenuItem onSelect={() => props.onChoose(props.id)}>
      <span class="flex-1 truncate">{props.name}</span>
      <Show when={props.id === organizationId()}>
        <Check class="size-3.5" aria-hidden="true" />
      </Show>
    </MenuItem>
  );
}
