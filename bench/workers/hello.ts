/** The least a Worker can do: what workerd itself costs per request. */
export default {
  fetch: () => new Response("hello"),
};
