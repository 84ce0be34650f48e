export function Logo(props: { readonly class?: string }) {
  return (
    <svg viewBox="0 0 32 32" class={props.class} aria-hidden="true">
      <rect width="32" height="32" rx="8" class="fill-accent" />
      <path
        d="M8 10h5a3 3 0 0 1 3 3v6a3 3 0 0 0 3 3h5M8 22h4M20 10h4"
        fill="none"
        stroke="#fff"
        stroke-width="2.6"
        stroke-linecap="round"
      />
    </svg>
  );
}
