import { Monitor, Smartphone } from "lucide-solid";
import { Show } from "solid-js";
import type { components } from "~/api/openapi.d.ts";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { Moment } from "~/components/moment.tsx";
import { text } from "~/text/index.ts";
import { readDevice } from "./device.ts";

type Session = components["schemas"]["Session"];

const words = text.account.sessions;
const PHONES = ["Android", "iPhone", "iPad"];

/** "Firefox on Linux", or whatever of it is known. */
export function deviceWord(userAgent: string): string {
  const device = readDevice(userAgent);
  if (device === null) return userAgent === "" ? words.unknown : userAgent.slice(0, 60);
  const { browser, system } = device;
  if (browser === undefined || system === undefined) return browser ?? system ?? words.unknown;
  return words.device(browser, system);
}

export function SessionRow(props: {
  readonly session: Session;
  readonly isEnding: boolean;
  readonly onEnd: () => void;
}) {
  const device = () => deviceWord(props.session.userAgent);
  const isPhone = () => PHONES.includes(readDevice(props.session.userAgent)?.system ?? "");
  return (
    <li class="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <Show
        when={isPhone()}
        fallback={<Monitor class="size-5 shrink-0 text-faint" stroke-width={1.5} aria-hidden="true" />}
      >
        <Smartphone class="size-5 shrink-0 text-faint" stroke-width={1.5} aria-hidden="true" />
      </Show>
      <div class="min-w-0 flex-1 basis-52 text-sm">
        <div class="flex flex-wrap items-center gap-2 text-ink" title={props.session.userAgent}>
          <span class="font-medium">{device()}</span>
          <Show when={props.session.current}>
            <Badge tone="accent">{words.current}</Badge>
          </Show>
        </div>
        <div class="mt-0.5 flex flex-wrap gap-x-3 text-xs text-faint">
          <Show when={props.session.ip}>{(ip) => <span class="font-mono">{ip()}</span>}</Show>
          <span>
            {words.since} <Moment at={props.session.createdAt} />
          </span>
          <span>
            {words.used} <Moment at={props.session.refreshedAt} />
          </span>
        </div>
      </div>
      <Button
        size="small"
        busy={props.isEnding}
        aria-label={words.endNamed(props.session.current ? words.current : device())}
        onClick={() => props.onEnd()}
      >
        {words.end}
      </Button>
    </li>
  );
}
