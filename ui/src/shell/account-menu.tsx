import { useNavigate } from "@solidjs/router";
import { useQueryClient } from "@tanstack/solid-query";
import { Check, CircleUser } from "lucide-solid";
import { For, Show } from "solid-js";
import { useAccount } from "~/api/account.ts";
import { signOut } from "~/api/session.ts";
import { buttonClass } from "~/components/button.tsx";
import { Menu, MenuHeading, MenuItem, MenuLine } from "~/components/menu.tsx";
import { setTheme, THEMES, theme } from "~/primitives/theme.ts";
import { setTimeStyle, TIME_STYLES, timeStyle } from "~/primitives/time-style.ts";
import { text } from "~/text/index.ts";

export function AccountMenu() {
  const account = useAccount();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const leave = async () => {
    await signOut();
    // The next person at this browser must not see a frame of what this one saw.
    queries.clear();
    navigate("/sign-in", { replace: true });
  };
  return (
    <Menu
      label={text.shell.account.label}
      triggerClass={`${buttonClass("quiet")} !w-8 !px-0`}
      trigger={<CircleUser class="size-4.5" aria-hidden="true" />}
    >
      <div class="max-w-60 px-2 py-1.5">
        <div class="truncate text-sm font-medium text-ink">{account.data?.name}</div>
        <div class="truncate text-xs text-faint">{account.data?.email}</div>
      </div>
      <MenuLine />
      <MenuItem onSelect={() => navigate("/account")}>{text.shell.account.open}</MenuItem>
      <MenuLine />
      <MenuHeading>{text.shell.account.theme}</MenuHeading>
      <For each={THEMES}>
        {(choice) => (
          <MenuItem onSelect={() => setTheme(choice)}>
            <span class="flex-1">{text.shell.account.themes[choice]}</span>
            <Show when={theme() === choice}>
              <Check class="size-3.5" aria-hidden="true" />
            </Show>
          </MenuItem>
        )}
      </For>
      <MenuLine />
      <MenuHeading>{text.shell.account.times}</MenuHeading>
      <For each={TIME_STYLES}>
        {(style) => (
          <MenuItem onSelect={() => setTimeStyle(style)}>
            <span class="flex-1">{text.shell.account.timeStyles[style]}</span>
            <Show when={timeStyle() === style}>
              <Check class="size-3.5" aria-hidden="true" />
            </Show>
          </MenuItem>
        )}
      </For>
      <MenuLine />
      <MenuItem onSelect={() => void leave()}>{text.shell.account.signOut}</MenuItem>
    </Menu>
  );
}
