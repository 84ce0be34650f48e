/** The provider's initials on a quiet ground: 35 logos of other people's would be 35 licences. */
export function ProviderMark(props: { readonly name: string }) {
  const initials = () =>
    props.name
      .split(/[\s/]+/)
      .map((word) => word[0] ?? "")
      .filter((letter) => /[A-Za-z]/.test(letter))
      .slice(0, 2)
      .join("");
  return (
    <span
      aria-hidden="true"
      class="grid size-8 shrink-0 place-items-center rounded-lg bg-accent-soft text-xs font-semibold text-accent-ink"
    >
      {initials()}
    </span>
  );
}
