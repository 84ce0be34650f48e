import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { Id } from "~/components/copy.tsx";
import { Moment } from "~/components/moment.tsx";
import { absoluteTime } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import { type AuditFilter, auditLink } from "./audit-filter.ts";
import { actorWord, targetKindWord } from "./audit-words.ts";
import { OutcomeBadge } from "./outcome-badge.tsx";
import { placeOf } from "./target-place.ts";
import type { AuditEntry } from "./use-audit.ts";

const words = text.audit.entry;
const LINK = "whitespace-nowrap text-accent-ink hover:underline";

/** Who, what, when, from where; each with the way to all entries that share it. */
export function EntryFacts(props: { readonly entry: AuditEntry }) {
  const may = useMay();
  const place = () => {
    const found = placeOf(props.entry.target, props.entry.action, organizationId());
    return found !== null && may(found.permission) ? found : null;
  };
  const facts = (): readonly { readonly name: string; readonly value: JSX.Element }[] => {
    const { actor, target, at, outcome, ip, requestId } = props.entry;
    return [
      {
        name: words.who,
        value: (
          <>
            <Line>
              <span class="min-w-0 break-words">{actorWord(actor)}</span>
              <span class="text-faint">{text.audit.actorKinds[actor.kind]}</span>
              <All of={{ actorId: actor.id }}>{words.onlyActor}</All>
            </Line>
            <Id value={actor.id} />
          </>
        ),
      },
      {
        name: words.what,
        value: (
          <>
            <Line>
              <Show when={target.name}>{(name) => <span class="min-w-0 break-words">{name()}</span>}</Show>
              <span class={target.name === null ? "" : "text-faint"}>{targetKindWord(target.kind)}</span>
              <Show when={place()}>
                {(found) => (
                  <A class={LINK} href={`/o/${organizationId()}${found().path}`}>
                    {words.open(targetKindWord(target.kind))}
                  </A>
                )}
              </Show>
              <All of={{ targetKind: target.kind, targetId: target.id }}>{words.onlyTarget}</All>
            </Line>
            <Id value={target.id} />
          </>
        ),
      },
      {
        name: words.when,
        value: (
          <Line>
            {absoluteTime(Date.parse(at))}
            <Moment class="text-faint" at={at} />
          </Line>
        ),
      },
      {
        name: words.outcome,
        value: (
          <Line>
            <OutcomeBadge outcome={outcome} />
            {text.audit.outcomeHints[outcome]}
          </Line>
        ),
      },
      {
        name: words.ip,
        value: (
          <Line>
            <code class="font-mono text-xs">{ip}</code>
            <All of={{ ip }}>{words.onlyIp}</All>
          </Line>
        ),
      },
      {
        name: words.request,
        value: (
          <Line>
            <Id value={requestId} />
            <All of={{ requestId }}>{words.onlyRequest}</All>
          </Line>
        ),
      },
    ];
  };
  return (
    <dl class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-3 rounded-xl border bg-surface p-4 text-sm">
      <For each={facts()}>
        {(fact) => (
          <>
            <dt class="text-faint">{fact.name}</dt>
            <dd class="min-w-0 text-ink">{fact.value}</dd>
          </>
        )}
      </For>
    </dl>
  );
}

function Line(props: { readonly children: JSX.Element }) {
  return <span class="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5">{props.children}</span>;
}

/** The log, narrowed to what shares this. */
function All(props: { readonly of: Partial<AuditFilter>; readonly children: JSX.Element }) {
  const isEmpty = () => Object.values(props.of).some((value) => value === "");
  return (
    <Show when={!isEmpty()}>
      <A class={LINK} href={auditLink(organizationId(), props.of)}>
        {props.children}
      </A>
    </Show>
  );
}
