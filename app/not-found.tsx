import { DeadEnd } from "./dead-end.tsx";

export default function NotFound() {
  return <DeadEnd kind="notFound" />;
}
