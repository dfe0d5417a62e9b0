import { InboxSkeleton } from "#components/inbox/skeletons.tsx";

export default function Loading() {
  return <InboxSkeleton withThread={false} />;
}
