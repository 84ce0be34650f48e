import { NotFound } from "~/shell/not-found.tsx";

export default NotFound;
