import { useNavigate } from "@solidjs/router";
import { useQueryClient } from "@tanstack/solid-query";
import { signOut } from "~/api/session.ts";

/** Out of this browser, and nothing of what was seen stays in it. */
export function useLeave(): () => Promise<void> {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return async () => {
    await signOut();
    queries.clear();
    navigate("/sign-in", { replace: true });
  };
}
