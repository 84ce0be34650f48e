import { LoaderCircle } from "lucide-solid";
import { type JSX, Show, splitProps } from "solid-js";

const LOOKS = {
  primary: "bg-accent text-on-accent hover:brightness-110 border-transparent",
  secondary: "bg-surface text-ink border-line hover:bg-sunken",
  quiet: "bg-transparent text-soft border-transparent hover:bg-sunken hover:text-ink",
  danger: "bg-bad-solid text-white border-transparent hover:brightness-110",
} as const;

const SIZES = { small: "h-7 px-2 text-xs gap-1", medium: "h-8 px-3 text-sm gap-1.5" } as const;

interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: keyof typeof LOOKS;
  readonly size?: keyof typeof SIZES;
  /** Shows that it works on it, and takes no second click. */
  readonly busy?: boolean;
}

export function buttonClass(
  look: keyof typeof LOOKS = "secondary",
  size: keyof typeof SIZES = "medium",
): string {
  return `inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap transition-[filter,background-color] select-none disabled:opacity-55 aria-disabled:opacity-55 ${LOOKS[look]} ${SIZES[size]}`;
}

export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ["look", "size", "busy", "class", "children", "onClick"]);
  // Not disabled while it works: what is disabled loses the focus, and whoever pressed it by keyboard would be nowhere.
  const click: JSX.EventHandler<HTMLButtonElement, MouseEvent> = (event) => {
    if (own.busy === true) event.preventDefault();
    else if (typeof own.onClick === "function") own.onClick(event);
    else own.onClick?.[0](own.onClick[1], event);
  };
  return (
    <button
      type="button"
      {...rest}
      onClick={click}
      aria-disabled={own.busy === true ? "true" : undefined}
      aria-busy={own.busy === true}
      class={`${buttonClass(own.look, own.size)} ${own.class ?? ""}`}
    >
      <Show when={own.busy === true}>
        <LoaderCircle class="size-3.5 animate-spin" aria-hidden="true" />
      </Show>
      {own.children}
    </button>
  );
}

/** Only a picture: its label is read aloud and shown by the tooltip around it. */
export function IconButton(props: ButtonProps & { readonly label: string }) {
  const [own, rest] = splitProps(props, ["label", "class", "size"]);
  return (
    <Button
      look="quiet"
      {...rest}
      aria-label={own.label}
      title={own.label}
      class={`${own.size === "small" ? "!w-7" : "!w-8"} !px-0 ${own.class ?? ""}`}
      {...(own.size === undefined ? {} : { size: own.size })}
    />
  );
}
