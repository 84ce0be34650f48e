import { Button } from "~/components/button.tsx";
import { Moment } from "~/components/moment.tsx";
import { text } from "~/text/index.ts";
import { type ChangedVersion, useWhoChanged } from "./who-changed.ts";

interface ChangedByOtherProps {
  readonly words: {
    readonly title: string;
    readonly somebody: string;
    readonly changedByYou: string;
    readonly changedBy: (who: string) => string;
    readonly what: (members: string) => string;
    readonly choose: string;
    readonly mine: string;
    readonly theirs: string;
  };
  readonly version: ChangedVersion;
  /** What is different now, as people call it. */
  readonly members: readonly string[];
  readonly onResolve: (keep: "mine" | "theirs") => void;
}

/** Two edited at once: says who the other was and what they changed, before one of them is overwritten. */
export function ChangedByOther(props: ChangedByOtherProps) {
  const author = useWhoChanged(() => props.version);
  const who = () => {
    const name = author();
    // Oneself, in another window.
    return name === text.circuits.actors.you
      ? props.words.changedByYou
      : props.words.changedBy(name ?? props.words.somebody);
  };
  return (
    <section
      role="alert"
      aria-label={props.words.title}
      class="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-warn bg-warn-soft px-4 py-3"
    >
      <div class="min-w-0 flex-1 basis-72 text-sm text-ink">
        <p class="font-semibold">
          {who()} (<Moment at={props.version.updatedAt} />)
        </p>
        <p class="mt-0.5 text-soft">
          {props.words.what(props.members.join(", "))} {props.words.choose}
        </p>
      </div>
      <Button look="primary" onClick={() => props.onResolve("mine")}>
        {props.words.mine}
      </Button>
      <Button onClick={() => props.onResolve("theirs")}>{props.words.theirs}</Button>
    </section>
  );
}
