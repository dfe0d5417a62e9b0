/**
 * For `ref` of a player beside its `onError`: one that failed before the page came to life has told nobody. Its `networkState`
 * says nothing: for a moment it is that of a dead one in every player that has just been made.
 */
export function watchDead(tell: () => void) {
  return (player: HTMLMediaElement | null) => {
    if (player?.error) tell();
  };
}
