import { DeadEnd } from "#app/dead-end.tsx";

export default function NotFound() {
  return <DeadEnd kind="notFound" />;
}
