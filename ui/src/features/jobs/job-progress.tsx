import { Progress } from "~/components/progress.tsx";
import { duration } from "~/primitives/moments.ts";
import { text } from "~/text/index.ts";
import type { Job } from "./bulk-requests.ts";
import { timeLeft } from "./job-state.ts";

/** How far a job has come and, where it has a pace, how long it still takes. */
export function JobProgress(props: { readonly job: Job }) {
  const left = () => {
    const ms = timeLeft(props.job);
    return ms === null ? undefined : text.jobs.follow.left(duration(ms));
  };
  return (
    <Progress
      label={text.jobs.follow.progress}
      done={props.job.processed + props.job.skipped}
      total={props.job.total}
      note={left()}
    />
  );
}
