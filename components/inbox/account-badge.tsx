import { Avatar } from "#components/ui/avatar.tsx";
import type { AccountShown } from "./types.ts";

/** The face of one of our own accounts, small: decorative, its name stands beside it. */
export function AccountBadge({ account: { id, username, hasPicture } }: { account: AccountShown }) {
  return (
    <Avatar
      id={id}
      name={username}
      src={hasPicture ? `/api/media/accounts/${id}` : null}
      className="size-4.5 text-[0.5625rem]"
    />
  );
}
