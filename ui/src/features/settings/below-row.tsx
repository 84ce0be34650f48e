import { A, useNavigate } from "@solidjs/router";
import { CornerDownRight, Ellipsis } from "lucide-solid";
import { Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Badge } from "~/components/badge.tsx";
import { buttonClass } from "~/components/button.tsx";
import { Menu, MenuItem, MenuLine } from "~/components/menu.tsx";
import { Moment } from "~/components/moment.tsx";
import { text } from "~/text/index.ts";
import type { Branch } from "./family-tree.ts";
import type { Organization } from "./settings-queries.ts";

const words = text.settings.below;

interface BelowRowProps {
  readonly branch: Branch<Organization>;
  readonly onQuota: () => void;
  readonly onMake: () => void;
  readonly onDelete: () => void;
}

export function BelowRow(props: BelowRowProps) {
  const may = useMay();
  const navigate = useNavigate();
  const node = () => props.branch.node;
  return (
    <li class="flex items-center gap-3 px-4 py-2.5 text-sm">
      <div
        class="flex min-w-0 flex-1 items-start gap-2"
        style={{ "padding-left": `${(props.branch.level - 1) * 18}px` }}
      >
        <Show when={props.branch.level > 1}>
          <CornerDownRight class="mt-0.5 size-3.5 shrink-0 text-faint" aria-hidden="true" />
        </Show>
        <div class="min-w-0">
          <A href={`/o/${node().id}`} class="block truncate font-medium text-ink hover:underline">
            {node().name}
          </A>
          <div class="flex flex-wrap items-center gap-x-2 text-xs text-faint">
            <span class="sr-only">{words.level(props.branch.level)}</span>
            <span>{words.keeps(text.settings.policy.days(node().retentionDays))}</span>
            <Show when={props.branch.below > 0}>
              <span>{text.shell.organization.countBelow(props.branch.below)}</span>
            </Show>
            <Moment at={node().createdAt} />
          </div>
        </div>
      </div>
      <Show when={node().catalogueMode === "strict"}>
        <span class="hidden sm:inline">
          <Badge>{words.strict}</Badge>
        </span>
      </Show>
      <Menu
        label={words.actions(node().name)}
        triggerClass={`${buttonClass("quiet", "small")} !w-7 !px-0`}
        trigger={<Ellipsis class="size-4" aria-hidden="true" />}
      >
        <MenuItem onSelect={() => navigate(`/o/${node().id}`)}>{words.open}</MenuItem>
        <Show when={may("quotas:update")}>
          <MenuItem onSelect={props.onQuota}>{words.quota}</MenuItem>
        </Show>
        <Show when={may("children:create")}>
          <MenuItem onSelect={props.onMake}>{words.makeBelow(node().name)}</MenuItem>
        </Show>
        <Show when={may("organization:delete")}>
          <MenuLine />
          <MenuItem danger onSelect={props.onDelete}>
            {words.delete}
          </MenuItem>
        </Show>
      </Menu>
    </li>
  );
}
