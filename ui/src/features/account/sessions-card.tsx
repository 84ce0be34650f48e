import { useQueryClient } from "@tanstack/solid-query";
import { createSignal, For } from "solid-js";
import { answer, api } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { Button } from "~/components/button.tsx";
import { Confirm } from "~/components/dialog.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { LoadingRows } from "~/components/states.tsx";
import { toast, toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import { deviceWord, SessionRow } from "./session-row.tsx";
import { useLeave } from "./use-leave.ts";

type Session = components["schemas"]["Session"];

const words = text.account.sessions;
const AGAIN_MS = 15_000;

export function SessionsCard() {
  const queries = useQueryClient();
  const leave = useLeave();
  const [isAsked, setAsked] = createSignal(false);
  const [isLeaving, setLeaving] = createSignal(false);
  const [ending, setEnding] = createSignal<string | null>(null);
  const sessions = useQuery(() => ({
    queryKey: ["sessions"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/auth/sessions", { signal })),
    refetchInterval: AGAIN_MS,
  }));
  const end = async (session: Session) => {
    if (session.current) return leave();
    setEnding(session.id);
    try {
      await answer(api.DELETE("/api/v1/auth/sessions/{id}", { params: { path: { id: session.id } } }));
      toast({ title: words.ended(deviceWord(session.userAgent)), detail: words.endedDetail });
      await queries.invalidateQueries({ queryKey: ["sessions"] });
    } catch (error) {
      toastProblem(error);
    } finally {
      setEnding(null);
    }
  };
  const endAll = async () => {
    setLeaving(true);
    try {
      await answer(api.POST("/api/v1/auth/sign-out-everywhere"));
      await leave();
    } catch (error) {
      toastProblem(error);
    } finally {
      setLeaving(false);
    }
  };
  return (
    <Card
      title={words.title}
      flush
      actions={
        <Button size="small" onClick={() => setAsked(true)}>
          {words.everywhere}
        </Button>
      }
    >
      <QueryView query={sessions} loading={<LoadingRows rows={2} />}>
        {(data) => (
          <ul aria-label={words.list} class="divide-y">
            <For each={data().items}>
              {(session) => (
                <SessionRow
                  session={session}
                  isEnding={ending() === session.id}
                  onEnd={() => void end(session)}
                />
              )}
            </For>
          </ul>
        )}
      </QueryView>
      <Confirm
        open={isAsked()}
        onClose={() => setAsked(false)}
        onConfirm={() => void endAll()}
        title={words.everywhereTitle}
        description={words.everywhereHint}
        confirm={words.everywhere}
        danger
        busy={isLeaving()}
      />
    </Card>
  );
}
