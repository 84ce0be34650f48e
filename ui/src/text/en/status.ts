export const status = {
  delivery: {
    pending: "Pending",
    held: "Held",
    retrying: "Retrying",
    delivered: "Delivered",
    dead_lettered: "Dead letter",
    discarded: "Discarded",
    unmatched: "No integration",
    cancelled: "Cancelled",
    duplicate: "Duplicate",
  },
  category: {
    NETWORK: "Network",
    TIMEOUT: "Timeout",
    AUTH: "Authentication",
    RATE_LIMIT: "Rate limit",
    VALIDATION: "Validation",
    SERVER_ERROR: "Server error",
    CLIENT_ERROR: "Client error",
  },
  circuit: { closed: "Closed", open: "Open", half_open: "Half open", paused: "Paused", disabled: "Tripped" },
  grade: { green: "Healthy", amber: "Degraded", red: "Unhealthy", unknown: "No traffic" },
};
