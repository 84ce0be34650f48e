export const circuits = {
  title: "Circuits",
  cause: {
    consecutive_failures: "Too many failures in a row",
    failure_rate: "Too many failures",
    slow_calls: "Too many slow answers",
    rest_over: "The rest is over, a probe goes out",
    probe_failed: "The probe failed",
    probe_succeeded: "The probe succeeded",
    paused: "Paused by hand",
    resumed: "Resumed by hand",
    not_configured: "It has no circuit any more",
  },
};
