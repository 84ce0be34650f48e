/** The shape of a few numbers, without axes: for rows and tiles. Gaps stay gaps. */
export function Sparkline(props: {
  readonly values: readonly (number | null)[];
  readonly label: string;
  readonly class?: string;
}) {
  const path = () => linePath(props.values);
  return (
    <svg
      viewBox="0 0 100 28"
      preserveAspectRatio="none"
      role="img"
      aria-label={props.label}
      class={props.class ?? "h-7 w-24 text-accent"}
    >
      <path
        d={path()}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        vector-effect="non-scaling-stroke"
      />
    </svg>
  );
}

export function linePath(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const most = Math.max(...known, 1);
  const least = Math.min(...known, 0);
  const step = values.length > 1 ? 100 / (values.length - 1) : 0;
  let isDown = false;
  return values
    .map((value, index) => {
      if (value === null) {
        isDown = false;
        return "";
      }
      const command = isDown ? "L" : "M";
      isDown = true;
      const y = 26 - ((value - least) / (most - least || 1)) * 24;
      return `${command}${(index * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}
