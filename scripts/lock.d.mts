export type Holder<Info> = Info & { id: string; pid: number; mark: string };
export type Lock<Info> = { update(change: Partial<Info>): void; release(): void };

export function acquireLock<Info extends object>(
  path: string,
  info?: Info,
  options?: { onHeld?: (holder: Holder<Info>) => void | Promise<void>; timeoutMs?: number },
): Promise<Lock<Info>>;
export function tryLock<Info extends object>(path: string, info?: Info): Lock<Info> | undefined;
export function readHolder<Info extends object>(path: string): Holder<Info> | undefined;
