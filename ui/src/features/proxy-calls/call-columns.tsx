import { Show } from "solid-js";
import type { Column } from "~/components/data-table/columns.ts";
import { Moment } from "~/components/moment.tsx";
import { duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import { CallAnswerBadge } from "./call-answer-badge.tsx";
import type { ProxyCall } from "./call-types.ts";
import { gatewayAnswer } from "./gateway-answer.ts";

const words = text.proxyCalls;

export function callColumns(nameOf: (integrationId: string) => string): readonly Column<ProxyCall>[] {
  return [
    {
      id: "call",
      header: words.columns.call,
      width: "minmax(0, 2fr)",
      cell: ({ method, path, integrationId, gatewayError }) => (
        <>
          <span class="block truncate font-mono text-xs" title={`${method} ${path}`}>
            <span class="font-semibold">{method}</span> {path}
          </span>
          <span class="block truncate text-xs text-faint md:hidden">{nameOf(integrationId)}</span>
          {/* Where there is no room for whose answer it is: a code alone does not say. */}
          <Show when={gatewayError}>
            {(code) => <span class="block truncate text-xs lg:hidden">{gatewayAnswer(code()).label}</span>}
          </Show>
        </>
      ),
    },
    {
      id: "integration",
      header: words.columns.integration,
      width: "minmax(0, 1.2fr)",
      from: "md",
      cell: ({ integrationId }) => <span class="block truncate">{nameOf(integrationId)}</span>,
    },
    {
      id: "answer",
      header: words.columns.answer,
      width: "64px",
      cell: (call) => <CallAnswerBadge call={call} />,
    },
    {
      id: "whose",
      header: words.columns.whose,
      width: "minmax(0, 1.2fr)",
      from: "lg",
      cell: ({ gatewayError }) => (
        <Show when={gatewayError} fallback={<span class="text-faint">{words.upstream}</span>}>
          {(code) => <span class="block truncate">{gatewayAnswer(code()).label}</span>}
        </Show>
      ),
    },
    {
      id: "cache",
      header: words.columns.cache,
      width: "110px",
      from: "xl",
      cell: ({ cache }) => <span class="text-xs">{words.cache[cache]}</span>,
    },
    {
      id: "took",
      header: words.columns.took,
      width: "80px",
      align: "end",
      from: "md",
      cell: ({ durationMs }) => duration(durationMs),
    },
    {
      id: "at",
      header: words.columns.at,
      width: "84px",
      hasMoment: true,
      align: "end",
      cell: ({ at }) => <Moment at={at} />,
    },
  ];
}
