import { createEffect, createSignal, on, Show } from "solid-js";
import { inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { Confirm } from "~/components/dialog.tsx";
import { Failure, Skeleton } from "~/components/states.tsx";
import { toastProblem } from "~/components/toast.tsx";
import { duration } from "~/primitives/moments.ts";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import {
  type BulkCount,
  type BulkKind,
  type BulkWish,
  countBulk,
  hasPace,
  startBulk,
} from "./bulk-requests.ts";
import { useJobActions } from "./job-actions.tsx";
import { durationAt } from "./job-state.ts";
import { type Pace, PaceField, perMinuteOf } from "./pace-field.tsx";

interface BulkDialogProps {
  /** What is to be done; null keeps the dialog closed. */
  readonly wish: BulkWish | null;
  readonly onClose: () => void;
  /** Told when the job has begun: to clear a selection. */
  readonly onStarted?: () => void;
}

/**
 * Anything that is done to many deliveries at once, asked for first: what will happen, how many it is about (the dry
 * run), how fast, a button with the number on it. Then it closes, and a toast shows the progress with "Cancel", and the
 * result with "Undo".
 *
 *     const [wish, setWish] = createSignal<BulkWish | null>(null);
 *     <Button onClick={() => setWish({ kind: "retry_dead_letters", filter: { category: "TIMEOUT" } })}>…</Button>
 *     <BulkDialog wish={wish()} onClose={() => setWish(null)} />
 *
 * Offer the button only to those who may: retry and recover `deadletters:retry`, discard and calling off
 * `deadletters:discard`, replay and backfill `deliveries:replay`.
 */
export function BulkDialog(props: BulkDialogProps) {
  const actions = useJobActions();
  const [pace, setPace] = createSignal<Pace>({ choice: "full", typed: "" });
  const [busy, setBusy] = createSignal(false);
  // Drawn while it fades out too, when the wish is gone already.
  const [shown, setShown] = createSignal<BulkWish | null>(null);
  createEffect(
    on(
      () => props.wish,
      (wish) => {
        if (wish === null) return;
        setShown(wish);
        setPace({ choice: "full", typed: "" });
      },
    ),
  );
  const counted = useQuery(() => ({
    queryKey: inOrganization("bulk-count", props.wish),
    queryFn: ({ signal }) => countBulk(props.wish as BulkWish, signal),
    enabled: props.wish !== null,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  }));
  const found = () => counted.data;
  const perMinute = () => perMinuteOf(pace());

  const start = async () => {
    const wish = props.wish;
    const chosen = perMinute();
    if (wish === null || chosen === "wrong") return;
    setBusy(true);
    try {
      const job = await startBulk(wish, chosen);
      props.onClose();
      props.onStarted?.();
      actions.follow(job);
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Show when={shown()}>
      {(wish) => (
        <Confirm
          open={props.wish !== null}
          onClose={props.onClose}
          onConfirm={() => void start()}
          title={text.jobs.bulk.title[wish().kind]}
          description={text.jobs.bulk.explained[wish().kind]}
          confirm={buttonWords(wish().kind, found())}
          danger={isDanger(wish().kind)}
          busy={busy()}
          disabled={found() === undefined || found()?.count === 0 || perMinute() === "wrong"}
        >
          <div class="flex flex-col gap-4">
            <Show
              when={!counted.isError}
              fallback={<Failure error={counted.error} onRetry={() => void counted.refetch()} />}
            >
              <p role="status" class="text-sm text-ink">
                <Show when={found()} fallback={<Counting />}>
                  {(answer) => countWords(wish().kind, answer())}
                </Show>
              </p>
              <Show when={hasPace(wish().kind) && found()?.count !== 0}>
                <PaceField value={pace()} onChange={setPace} takes={takes(found(), perMinute())} />
              </Show>
            </Show>
          </div>
        </Confirm>
      )}
    </Show>
  );
}

function Counting() {
  return (
    <>
      <span class="sr-only">{text.jobs.bulk.counting}</span>
      <Skeleton class="h-5 w-56" />
    </>
  );
}

function isDanger(kind: BulkKind): boolean {
  return kind === "discard_dead_letters" || kind === "cancel_waiting";
}

function buttonWords(kind: BulkKind, found: BulkCount | undefined): string {
  return found === undefined || found.count === 0 || !found.exact
    ? text.jobs.bulk.confirmUncounted
    : text.jobs.bulk.confirm[kind](found.count);
}

function countWords(kind: BulkKind, { count: number, exact }: BulkCount): string {
  if (number === 0 && exact) return text.jobs.bulk.none;
  const words = exact ? count(number) : text.jobs.bulk.atLeast(count(number));
  return text.jobs.bulk.counted[kind](words, number === 1);
}

function takes(found: BulkCount | undefined, perMinute: number | null | "wrong"): string | null {
  const ms = perMinute === "wrong" ? null : durationAt(found?.count ?? 0, perMinute);
  return ms === null ? null : text.jobs.bulk.takes(duration(ms));
}
