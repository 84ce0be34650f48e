import { Badge } from "~/components/badge.tsx";
import type { ProxyCall } from "./call-types.ts";

/** What the caller was answered. */
export function CallAnswerBadge(props: { readonly call: Pick<ProxyCall, "httpStatus"> }) {
  const tone = () => {
    const status = props.call.httpStatus;
    if (status >= 500) return "bad";
    return status >= 400 ? "warn" : "good";
  };
  return <Badge tone={tone()}>{String(props.call.httpStatus)}</Badge>;
}
