import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import { type JSX, splitProps } from "solid-js";

interface MenuProps {
  readonly label: string;
  readonly trigger: JSX.Element;
  readonly triggerClass: string;
  readonly children: JSX.Element;
}

export function Menu(props: MenuProps) {
  return (
    <DropdownMenu gutter={6} placement="bottom-end">
      <DropdownMenu.Trigger class={props.triggerClass} aria-label={props.label}>
        {props.trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          data-kb-top-layer=""
          class="z-60 min-w-44 rounded-lg border border-line bg-raised p-1 shadow-pop outline-none"
        >
          {props.children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}

interface MenuItemProps {
  readonly onSelect: () => void;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly children: JSX.Element;
}

export function MenuItem(props: MenuItemProps) {
  const [own] = splitProps(props, ["onSelect", "danger", "disabled", "children"]);
  return (
    <DropdownMenu.Item
      onSelect={own.onSelect}
      disabled={own.disabled === true}
      class={`flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 text-sm outline-none data-[disabled]:cursor-default data-[disabled]:opacity-50 data-[highlighted]:bg-accent-soft ${own.danger === true ? "text-bad" : "text-ink"}`}
    >
      {own.children}
    </DropdownMenu.Item>
  );
}

export function MenuLine() {
  return <DropdownMenu.Separator class="my-1 border-t" />;
}

export function MenuHeading(props: { readonly children: JSX.Element }) {
  return (
    <DropdownMenu.Group>
      <DropdownMenu.GroupLabel class="px-2 py-1 text-xs font-medium text-faint">
        {props.children}
      </DropdownMenu.GroupLabel>
    </DropdownMenu.Group>
  );
}
