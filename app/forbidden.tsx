import { DeadEnd } from "./dead-end.tsx";

export default function Forbidden() {
  return <DeadEnd kind="forbidden" />;
}
