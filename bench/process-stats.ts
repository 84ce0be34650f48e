/** CPU time and memory of processes, read from /proc (Linux). */
import { readdirSync, readFileSync } from "node:fs";

/** USER_HZ: Linux reports CPU time to user space in hundredths of a second on every architecture we run on. */
const TICK_MS = 10;

export interface ProcessStats {
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** CPU milliseconds used so far and resident megabytes, summed over `pids`; a process that has ended counts nothing. */
export function readProcessStats(pids: readonly number[]): ProcessStats {
  let cpuMs = 0;
  let rssMb = 0;
  for (const pid of pids) {
    const stat = readProc(pid, "stat");
    const status = readProc(pid, "status");
    if (stat === null || status === null) continue;
    // The command may hold spaces and brackets; the fields that follow the last bracket are plain numbers.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    cpuMs += (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    rssMb += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  }
  return { cpuMs, rssMb };
}

/** Milliseconds that threads of `pids` were ready to run and had no core: what the rest of the machine cost them. */
export function readWaitedMs(pids: readonly number[]): number {
  let waitedNs = 0;
  for (const pid of pids) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      waitedNs += Number(readProc(pid, `task/${thread}/schedstat`)?.split(" ")[1] ?? 0);
    }
  }
  return waitedNs / 1e6;
}

/** The workerd processes that descend from `pid`, which is the Node process that holds Miniflare. */
export function findWorkerd(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  const workerd: number[] = [];
  for (const entry of readdirSync("/proc")) {
    const candidate = Number(entry);
    if (!Number.isInteger(candidate)) continue;
    const stat = readProc(candidate, "stat");
    if (stat === null) continue;
    const end = stat.lastIndexOf(")");
    parents.set(candidate, Number(stat.slice(end + 2).split(" ")[1]));
    if (stat.slice(stat.indexOf("(") + 1, end).startsWith("workerd")) workerd.push(candidate);
  }
  return workerd.filter((candidate) => {
    for (let at = parents.get(candidate); at !== undefined; at = parents.get(at)) if (at === pid) return true;
    return false;
  });
}

/** Null when the process has ended. Anything else that goes wrong is thrown: a zero would pass for a measurement. */
function readProc(pid: number, file: "stat" | "status" | `task/${string}/schedstat`): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "latin1");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" || code === "ESRCH") return null;
    throw error;
  }
}
