import type { ReactNode } from "react";
import { InboxProvider } from "#components/inbox/inbox-provider.tsx";

export default function InboxLayout({ children }: { children: ReactNode }) {
  return <InboxProvider>{children}</InboxProvider>;
}
