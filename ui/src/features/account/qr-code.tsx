import { createMemo } from "solid-js";
import { encode } from "uqr";
import { text } from "~/text/index.ts";
import { qrPath } from "./qr-path.ts";

/** Dark on light in both themes: many a reader takes no inverted one. */
export function QrCode(props: { readonly content: string }) {
  const code = createMemo(() => encode(props.content, { border: 4, ecc: "M" }));
  return (
    <svg
      role="img"
      aria-label={text.account.factor.enrol.qr}
      viewBox={`0 0 ${code().size} ${code().size}`}
      shape-rendering="crispEdges"
      class="size-48 rounded-lg"
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path d={qrPath(code().data)} fill="#000" />
    </svg>
  );
}
